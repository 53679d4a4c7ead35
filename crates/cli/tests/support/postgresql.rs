//! A PostgreSQL server of a test's own. Not for: what is asked of it.

#![allow(dead_code, reason = "shared by several test files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use postgres::NoTls;

/// A PostgreSQL server of the test's own, in a folder of its own, gone with it.
pub(crate) struct Server {
    home: tempfile::TempDir,
    programs: PathBuf,
}

impl Server {
    /// None where PostgreSQL is not installed.
    pub(crate) fn start() -> Option<Self> {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
        let programs = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).filter(|bin| bin.join("initdb").exists()).max()?;
        let server = Self { home: tempfile::tempdir().unwrap(), programs };
        // The server refuses to run as root; the package brings a user.
        assert!(Command::new("chmod").arg("777").arg(server.home.path()).status().unwrap().success());
        let data = server.home.path().join("data");
        server.run("initdb", &["-D", data.to_str()?, "-A", "trust", "-E", "UTF8", "--locale=C"]);
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off", server.home.path().display());
        server.run("pg_ctl", &["-D", data.to_str()?, "-w", "-o", &options, "-l", server.home.path().join("log").to_str()?, "start"]);
        Some(server)
    }

    fn run(&self, program: &str, args: &[&str]) {
        let program = self.programs.join(program);
        let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        let mut command = if root { Command::new("runuser") } else { Command::new(&program) };
        if root {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        let status = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/").status().unwrap();
        assert!(status.success(), "{}", program.display());
    }

    pub(crate) fn client(&self) -> postgres::Client {
        postgres::Client::connect(&self.url(), NoTls).unwrap()
    }

    /// All rows of every table but the one that tells of earlier exports, as text, sorted.
    pub(crate) fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut client = self.client();
        let names = client.query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'id_changes'", &[]);
        let names = names.unwrap().into_iter().map(|row| row.get::<_, String>(0));
        let mut all = |name: &str| -> Vec<String> {
            let rows = client.query(&format!("SELECT t::text FROM \"{name}\" t ORDER BY 1"), &[]).unwrap();
            rows.into_iter().map(|row| row.get(0)).collect()
        };
        names.map(|name| (name.clone(), all(&name))).collect()
    }

    pub(crate) fn clear(&self) {
        self.client().batch_execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public").unwrap();
    }

    pub(crate) fn url(&self) -> String {
        format!("postgresql://postgres@/postgres?host={}", self.home.path().display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.home.path().join("data");
        self.run("pg_ctl", &["-D", data.to_str().unwrap(), "-m", "immediate", "stop"]);
        // What the other user made goes with the other user.
        let _ = Command::new("rm").arg("-rf").arg(data).status();
    }
}

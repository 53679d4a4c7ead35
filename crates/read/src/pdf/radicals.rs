//! CJK radicals that fonts give for the ideographs which look like them: ⺠ for 民, ⼀ for 一. The page shows the ideograph,
//! so the text gets it. Not for: other compatibility characters, whose style was chosen by somebody.

/// What U+2E80 and its followers look like; a radical that looks like no ideograph stands for itself.
const SUPPLEMENT: &str = "⺀厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// What U+2F00 and its followers look like.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The ideograph that a radical looks like; any other character as it is.
pub(super) fn ideograph(ch: char) -> char {
    let code = u32::from(ch);
    let (list, first) = match code {
        0x2E80..=0x2EF3 => (SUPPLEMENT, 0x2E80),
        0x2F00..=0x2FD5 => (KANGXI, 0x2F00),
        _ => return ch,
    };
    list.chars().nth((code - first) as usize).unwrap_or(ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_what_they_look_like() {
        let folded: String = "⺠⻔⻓⻚⻅⻆⻉⻋⻘⻢⻩⻰⼀⽂⾦⿓①（".chars().map(ideograph).collect();
        assert_eq!(folded, "民门长页见角贝车青马黄龙一文金龍①（");
    }
}

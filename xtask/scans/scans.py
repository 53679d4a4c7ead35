#!/usr/bin/env python3
"""Scans of allocation tables to measure recognition with, and their score. Needs Pillow and numpy, and Chinese fonts.

    scans.py make DIR [--seed N] [--tables N]     draws the tables: NAME.jpg, NAME.tif or NAME.pdf, and NAME.json with the true cells
    scans.py score HONGTOU DIR                    runs `HONGTOU text FILE --json` on each and counts money cells:
                                                  exact, wrong but marked unsure, wrong and sure

What is drawn is invented. Paper tint, noise, skew, resolution, fonts, compression and seals change from table to table. Two seeds
give two sets: measure on one that no rule was looked at with.
"""
import argparse, csv, glob, io, json, math, os, random, subprocess, sys, unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIVISIONS = HERE / "../../crates/notice/data/divisions.csv"
FONTS = [  # Chinese font and index, font of figures (None: the same)
    ("arphic/uming.ttc", 0, None),
    ("arphic/uming.ttc", 0, "liberation/LiberationSerif-Regular.ttf"),
    ("wqy/wqy-zenhei.ttc", 0, None),
    ("wqy/wqy-zenhei.ttc", 0, "liberation/LiberationSans-Regular.ttf"),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2, None),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2, None),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2, "liberation/LiberationSerif-Regular.ttf"),
]
ROOTS = ["/usr/share/fonts/truetype", "/usr/share/fonts"]


def font(path, index, size):
    from PIL import ImageFont
    for root in ROOTS:
        if os.path.exists(f"{root}/{path}"):
            return ImageFont.truetype(f"{root}/{path}", size, index=index)
    sys.exit(f"no font {path}: install fonts-arphic-uming fonts-wqy-zenhei fonts-noto-cjk fonts-liberation")


def names(rng, count):
    rows = [row for row in csv.reader(line for line in open(DIVISIONS, encoding="utf-8") if not line.startswith("#"))]
    found = sorted({field for row in rows[1:] for field in row if 3 <= len(field) <= 6 and field[-1] in "县区市旗"})
    return rng.sample(found, count)


def figure(value, style):
    if style == "plain":
        return str(round(value))
    if style == "two":
        return f"{value:.2f}"
    if style == "grouped":
        return f"{round(value):,}"
    if style == "groupedtwo":
        return f"{value:,.2f}"
    return f"{value:.4f}".rstrip("0").rstrip(".")


class Draw:
    """Text in two fonts: Chinese, and figures."""

    def __init__(self, image, chinese, figures):
        from PIL import ImageDraw
        self.draw, self.chinese, self.figures = ImageDraw.Draw(image), chinese, figures

    def runs(self, text):
        for ch in text:
            yield ch, self.figures if ch.isascii() else self.chinese

    def width(self, text):
        return sum(f.getlength(ch) for ch, f in self.runs(text))

    def text(self, x, y, text, fill=(25, 25, 28)):
        for ch, f in self.runs(text):
            self.draw.text((x, y), ch, font=f, fill=fill, anchor="ls")
            x += f.getlength(ch)


def seal(image, x, y, radius, chinese):
    """A round seal multiplied over the page: ring, star, writing on a circle."""
    from PIL import Image, ImageChops, ImageDraw
    layer = Image.new("RGB", (2 * radius, 2 * radius), "white")
    draw = ImageDraw.Draw(layer)
    red = (222, 40, 46)
    draw.ellipse([4, 4, 2 * radius - 4, 2 * radius - 4], outline=red, width=14)
    points = [(radius + r * math.sin(a), radius - r * math.cos(a)) for k in range(10) for a in [k * math.pi / 5] for r in [radius * (0.3 if k % 2 == 0 else 0.12)]]
    draw.polygon(points, fill=red)
    for k, ch in enumerate("某某市财政局专用章"):
        tile = Image.new("L", (90, 90), 0)
        ImageDraw.Draw(tile).text((45, 45), ch, font=chinese, fill=255, anchor="mm")
        angle = -120 + k * 30
        tile = tile.rotate(-angle, resample=Image.BICUBIC)
        a = math.radians(angle)
        layer.paste(red, (int(radius + 0.76 * radius * math.sin(a)) - 45, int(radius - 0.76 * radius * math.cos(a)) - 45), tile)
    area = (x - radius, y - radius, x + radius, y + radius)
    image.paste(ImageChops.multiply(image.crop(area), layer), area)


def table(rng, number):
    """One page: its picture and its true cells."""
    from PIL import Image
    path, index, figures = FONTS[number % len(FONTS)]
    points = rng.choice([10, 10.5, 11, 12, 14])
    size = round(points * 300 / 72)
    chinese = font(path, index, size)
    image = Image.new("RGB", (2481, 3508), "white")
    pen = Draw(image, chinese, font(figures, 0, size) if figures else chinese)
    big = font(path, index, round(22 * 300 / 72))
    styles = ["plain", "two", "grouped", "groupedtwo", "exact"]
    style = styles[number % len(styles)]
    columns = rng.choice([1, 2, 3])
    rows = -(-20 // columns)
    heads = ["序号", "地区"] + rng.sample(["分配金额", "中央资金", "省级资金", "已提前下达", "本次下达", "补助人数"], columns) + ["备注"]
    widths = [0.07, 0.25] + [0.5 / columns] * columns + [0.18]
    left, right = 260, 2230
    edges = [left + (right - left) * sum(widths[:k]) for k in range(len(widths) + 1)]
    title = f"2024年{rng.choice(['困难群众救助', '就业', '农村危房改造', '城乡义务教育'])}补助资金分配表"
    Draw(image, big, big).text(1240 - Draw(image, big, big).width(title) / 2, 420, title)
    pen.text(2230 - pen.width("单位：万元"), 520, "单位：万元")
    pitch = max(round(size * rng.uniform(1.7, 2.3)), (3200 - 560) // (rows + 4) if rng.random() < 0.2 else 0)
    body, total = [], [0] * columns
    for row, name in enumerate(names(rng, rows)):
        values = [rng.choice([1, -1] if rng.random() < 0.04 else [1]) * 10 ** rng.uniform(0.2, 5.2) for _ in range(columns)]
        values = [float(figure(v, style).replace(",", "")) for v in values]
        total = [a + b for a, b in zip(total, values)]
        body.append([str(row + 1), name] + [figure(v, style) for v in values] + [rng.choice(["", "", "", "含提前下达", "据实结算"])])
    grid = [heads, ["", "合计"] + [figure(v, style) for v in total] + [""]] + body
    y, thick = 560, rng.choice([2, 3, 4, 5])
    cells = []
    for r, line in enumerate(grid):
        for c, text in enumerate(line):
            wide = pen.width(text)
            money = 2 <= c < 2 + columns
            if money and r > 0 and rng.random() < 0.5:
                x = edges[c + 1] - wide - 18
            elif c == 1 and r > 0:
                x = edges[c] + 18
            else:
                x = (edges[c] + edges[c + 1] - wide) / 2
            pen.text(x, y + pitch / 2 + size * 0.36, text)
            cells.append({"row": r, "col": c, "text": text, "money": money and r > 1})
        y += pitch
    for k in range(len(grid) + 1):
        pen.draw.line([left, 560 + k * pitch, right, 560 + k * pitch], fill=(30, 30, 30), width=thick)
    for x in edges:
        pen.draw.line([x, 560, x, y], fill=(30, 30, 30), width=thick)
    pen.text(1500, min(y + 160, 3400), f"二〇二四年{rng.choice('三五八九')}月{rng.choice('三六九')}日")
    if number % 3 != 2:
        stamp = font("wqy/wqy-zenhei.ttc", 0, 62)
        seal(image, rng.randrange(1300, 1900), rng.randrange(800, max(900, y)), rng.randrange(230, 270), stamp)
    return image, cells


def scanned(rng, image, number):
    """The page as it comes from a scanner; gives the ending of its file and its bytes."""
    import numpy as np
    from PIL import Image, ImageFilter
    tint = tuple(rng.randrange(228, 250) for _ in range(3))
    image = image.rotate(rng.choice([-1, 1]) * rng.uniform(0.5, 1.5), resample=Image.BICUBIC, fillcolor="white")
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.1)))
    dots = np.asarray(image).astype(float) / 255 * np.array(tint)
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(4, 9), dots.shape[:2])
    dots = np.clip(dots + noise[..., None], 0, 255).astype("uint8")
    image = Image.fromarray(dots)
    out = io.BytesIO()
    if number % 5 == 4:  # a scanner set to black and white
        image.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1", dither=Image.NONE).save(out, "TIFF", compression="group4", dpi=(300, 300))
        return "tif", out.getvalue()
    if number % 4 == 1:
        image = image.convert("L")
    if number % 2:
        image.save(out, "PDF", resolution=300, quality=60)
        return "pdf", out.getvalue()
    image.save(out, "JPEG", quality=60, dpi=(300, 300))
    return "jpg", out.getvalue()


def make(args):
    folder = Path(args.dir)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(args.tables):
        rng = random.Random(f"{args.seed}/{number}")
        image, cells = table(rng, number)
        ending, data = scanned(rng, image, number)
        (folder / f"table{number:02}.{ending}").write_bytes(data)
        (folder / f"table{number:02}.json").write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")


def norm(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def score(args):
    sums = {}
    for truth in sorted(glob.glob(f"{args.dir}/table*.json")):
        file = next(f for f in glob.glob(truth[:-4] + "*") if not f.endswith(".json"))
        cells = json.loads(Path(truth).read_text(encoding="utf-8"))
        run = subprocess.run([args.hongtou, "text", file, "--json"], capture_output=True)
        pages = json.loads(run.stdout)["pages"] if run.returncode == 0 else []
        tables = [t for page in pages for t in page["tables"]]
        read = max(tables, key=lambda t: len(t["cells"]), default={"cells": []})
        found = {(c["row"], c["col"]): c for c in read["cells"]}
        counts = {"money": 0, "exact": 0, "exact unsure": 0, "wrong unsure": 0, "WRONG SURE": 0, "MISSING": 0, "other": 0, "other exact": 0}
        for cell in cells:
            got = found.get((cell["row"], cell["col"]))
            same = got is not None and norm(got["text"]) == norm(cell["text"])
            if not cell["money"]:
                counts["other"] += cell["text"] != ""
                counts["other exact"] += cell["text"] != "" and same
                continue
            counts["money"] += 1
            if same:
                counts["exact"] += 1
                counts["exact unsure"] += bool(got.get("unsure"))
            else:
                verdict = "MISSING" if got is None else "wrong unsure" if got.get("unsure") else "WRONG SURE"
                counts[verdict] += 1
                print(f"    {verdict}: {cell['text']!r} read as {got and got['text']!r}")
        print(os.path.basename(file), {k: v for k, v in counts.items() if v})
        for key, value in counts.items():
            sums[key] = sums.get(key, 0) + value
    print("all", sums)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make")
    making.add_argument("dir")
    making.add_argument("--seed", default="1")
    making.add_argument("--tables", type=int, default=10)
    making.set_defaults(run=make)
    scoring = commands.add_parser("score")
    scoring.add_argument("hongtou")
    scoring.add_argument("dir")
    scoring.set_defaults(run=score)
    args = parser.parse_args()
    args.run(args)


main()

//! Text as advertisers write it, made readable: headings, paragraphs and lists out of "岗位职责：1、…2、…". Nothing is left out but blanks
//! and the marks that become a list; nothing is added.

use maud::{Markup, html};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Paragraph(String),
    Numbered(Vec<String>),
    Bulleted(Vec<String>),
}

/// Words that open a section of an advertisement where a colon or brackets set them apart.
const SECTIONS: &[&str] = &[
    "岗位职责",
    "工作职责",
    "职位职责",
    "主要职责",
    "岗位内容",
    "工作内容",
    "工作描述",
    "岗位描述",
    "职位描述",
    "职位介绍",
    "岗位介绍",
    "任职要求",
    "任职资格",
    "任职条件",
    "岗位要求",
    "职位要求",
    "应聘要求",
    "应聘条件",
    "招聘要求",
    "招聘条件",
    "招聘对象",
    "基本要求",
    "要求",
    "福利待遇",
    "薪资待遇",
    "薪资福利",
    "薪酬福利",
    "薪酬待遇",
    "工资待遇",
    "待遇",
    "福利",
    "工作时间",
    "上班时间",
    "工作地点",
    "工作地址",
    "上班地点",
    "面试地点",
    "面试时间",
    "报名方式",
    "联系方式",
    "公司介绍",
    "单位介绍",
    "机构介绍",
    "注意事项",
    "我们提供",
    "我们希望",
];

const BULLETS: &[char] = &['•', '·', '●', '◆', '■', '▪', '★', '☆', '※', '➤', '◇', '○', '-', '–', '—', '*'];

/// Takes a text apart.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    for line in unquoted(text).lines().flat_map(sections).flat_map(|line| numbered_parts(&line)) {
        place(&mut found, line.trim());
    }
    found
}

/// Draws a text; its headings are of the third level.
pub fn draw(text: &str) -> Markup {
    html! {
        @for block in blocks(text) {
            @match block {
                Block::Heading(words) => h3 { (words) },
                Block::Paragraph(words) => p { (words) },
                Block::Numbered(items) => ol { @for item in items { li { (item) } } },
                Block::Bulleted(items) => ul { @for item in items { li { (item) } } },
            }
        }
    }
}

/// A text in pieces of at most so many bytes as a page writes them, cut behind a line or a sentence where there is one. Together they
/// are the text.
pub fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(end) = over(rest, most) {
        let (head, _) = rest.split_at(end);
        let last = head.char_indices().rev().find(|(_, c)| matches!(c, '\n' | '。' | '！' | '？' | '；' | ' '));
        // A cut in the first half would leave many small pieces.
        let cut = last.map(|(at, c)| at + c.len_utf8()).filter(|cut| *cut > end / 2).unwrap_or(end);
        let (piece, more) = rest.split_at(cut);
        pieces.push(piece);
        rest = more;
    }
    pieces.push(rest);
    pieces
}

/// Where a text goes over its measure, if it does.
fn over(text: &str, most: usize) -> Option<usize> {
    let written = |c: char| if matches!(c, '&' | '<' | '>' | '"') { 6 } else { c.len_utf8() };
    let mut bytes = 0;
    text.char_indices().find_map(|(at, c)| {
        bytes += written(c);
        (bytes > most && at > 0).then_some(at)
    })
}

/// A text without the quotation marks that some files put around the whole of it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

fn place(found: &mut Vec<Block>, line: &str) {
    if line.chars().all(|c| c.is_whitespace() || BULLETS.contains(&c)) {
        return;
    }
    if let Some(heading) = heading(line) {
        found.push(Block::Heading(heading));
    } else if let Some((_, item)) = number(line) {
        match found.last_mut() {
            Some(Block::Numbered(items)) => items.push(item.to_owned()),
            _ => found.push(Block::Numbered(vec![item.to_owned()])),
        }
    } else if let Some(item) = bullet(line) {
        match found.last_mut() {
            Some(Block::Bulleted(items)) => items.push(item.to_owned()),
            _ => found.push(Block::Bulleted(vec![item.to_owned()])),
        }
    } else {
        found.extend(paragraphs(line).into_iter().map(Block::Paragraph));
    }
}

/// A long line in paragraphs of a few sentences each.
fn paragraphs(line: &str) -> Vec<String> {
    const LONG: usize = 160;
    const ENOUGH: usize = 70;
    if line.chars().count() <= LONG {
        return vec![line.to_owned()];
    }
    let mut parts = vec![String::new()];
    for sentence in line.split_inclusive(['。', '！', '？', '!']) {
        if parts.last().is_some_and(|part| part.chars().count() >= ENOUGH) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(sentence);
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// A short line in brackets or with a colon at its end; "一、应聘条件" too.
fn heading(line: &str) -> Option<String> {
    const LONGEST: usize = 14;
    let inner = line.strip_prefix('【').and_then(|rest| rest.strip_suffix('】').or_else(|| rest.strip_suffix("】：")));
    let inner = inner.or_else(|| line.strip_suffix('：').or_else(|| line.strip_suffix(':')));
    let ordered =
        line.split_once('、').filter(|(mark, _)| !mark.is_empty() && mark.chars().all(|c| "一二三四五六七八九十".contains(c)));
    let inner = inner.or_else(|| ordered.map(|_| line)).or_else(|| SECTIONS.contains(&line).then_some(line))?;
    let inner = inner.trim();
    let plain = !inner.is_empty() && inner.chars().count() <= LONGEST && !inner.contains(['，', '。', '；', ',', ';', '：', ':']);
    let is_item = number(inner).is_some();
    (plain && !is_item).then(|| inner.to_owned())
}

/// "1、擦身" → 1, "擦身". A point between digits is a decimal point.
fn number(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let first = line.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        let item = line.get(first.len_utf8()..)?.trim_start();
        return (!item.is_empty()).then_some((first as u32 - '①' as u32 + 1, item));
    }
    let line = line.strip_prefix(['（', '(']).unwrap_or(line);
    let end = line.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=2).contains(end))?;
    let (digits, rest) = line.split_at_checked(end)?;
    // "5 、" is written too.
    let rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with(['、', '．', ')', '）'])).unwrap_or(rest);
    let mark = rest.chars().next().filter(|mark| ".、．)）,，:：".contains(*mark))?;
    let item = rest.get(mark.len_utf8()..)?.trim_start_matches(['、', '.', ' ', '\u{3000}']);
    let decimal = matches!(mark, '.' | ',' | ':' | '：' | '，') && item.starts_with(|c: char| c.is_ascii_digit());
    (!decimal && !item.is_empty()).then_some((digits.parse().ok()?, item))
}

fn bullet(line: &str) -> Option<&str> {
    let item = line.strip_prefix(BULLETS)?.trim_start_matches(BULLETS).trim_start();
    // "-5℃" and "—" alone are no items.
    (!item.is_empty() && !item.starts_with(|c: char| c.is_ascii_digit())).then_some(item)
}

/// Cuts a line before each section word that a colon or brackets set apart, and after it.
fn sections(line: &str) -> Vec<String> {
    let mut cuts = Vec::new();
    for word in SECTIONS {
        for (at, _) in line.match_indices(word) {
            let before = line.get(..at).unwrap_or_default();
            let after = line.get(at + word.len()..).unwrap_or_default();
            if before.ends_with('【') && after.starts_with('】') {
                let from = at - '【'.len_utf8();
                let colon = after.get('】'.len_utf8()..).is_some_and(|rest| rest.starts_with('：'));
                cuts.push((from, at + word.len() + '】'.len_utf8() + if colon { '：'.len_utf8() } else { 0 }));
            } else if let Some(colon) = after.chars().next().filter(|c| matches!(c, '：' | ':')) {
                let opens = before
                    .trim_end()
                    .chars()
                    .last()
                    .is_none_or(|c| "。；;.！!）)】】 \u{3000}、".contains(c) || c.is_ascii_digit());
                // "岗位要求" is cut as a whole, not again at its "要求".
                if opens {
                    cuts.push((at, at + word.len() + colon.len_utf8()));
                }
            }
        }
    }
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut from = 0;
    for (start, end) in cuts {
        if start < from {
            continue;
        }
        parts.extend([line.get(from..start), line.get(start..end)].into_iter().flatten());
        from = end;
    }
    parts.extend(line.get(from..));
    // A number that was left alone before a heading ("2、任职要求：") said no more than the heading does.
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty() && !is_lone_number(part)).map(str::to_owned).collect()
}

fn is_lone_number(part: &str) -> bool {
    let digits = part.trim_end_matches(['、', '.', '．', ')', '）']);
    digits.len() < part.len() && digits.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

/// Cuts a line that holds several numbers in order, "1、…2、…3、…", before each of them.
fn numbered_parts(line: &str) -> Vec<String> {
    let mut cuts = Vec::new();
    let mut wanted = 0;
    let mut previous = None;
    for (at, letter) in line.char_indices() {
        let begins = (letter.is_ascii_digit() && !previous.is_some_and(|c: char| c.is_ascii_digit() || "第约.".contains(c)))
            || ('①'..='⑳').contains(&letter);
        if begins && let Some((count, _)) = line.get(at..).and_then(number) {
            let starts = cuts.is_empty() && count == 1;
            if starts || (!cuts.is_empty() && count == wanted) {
                // "（2）…" is cut before its bracket.
                let from = if matches!(previous, Some('（' | '(')) { at - previous.map_or(0, char::len_utf8) } else { at };
                cuts.push(from);
                wanted = count + 1;
            }
        }
        previous = Some(letter);
    }
    if cuts.len() < 2 {
        return vec![line.to_owned()];
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts.into_iter().chain([line.len()]) {
        parts.extend(line.get(from..cut).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
        from = cut;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_comes_in_pieces_and_nothing_of_it_is_lost() {
        let long = "岗位职责：帮老人洗漱、吃饭。\n".repeat(700);
        let cut = pieces(&long, 12_000);
        assert_eq!(cut.concat(), long);
        assert!(cut.len() > 2 && cut.iter().all(|piece| piece.len() <= 12_000 && piece.ends_with('\n')));
        let unbroken = "护".repeat(9_000);
        let cut = pieces(&unbroken, 12_000);
        assert_eq!((cut.concat() == unbroken, cut.len()), (true, 3));
        assert_eq!(pieces("短", 12_000), ["短"]);
        assert_eq!(pieces("", 12_000), [""]);
        assert_eq!(pieces("&&&", 6), ["&", "&", "&"], "as the page writes it");
        assert_eq!(pieces("护工", 1), ["护", "工"], "never nothing");
    }

    fn list(items: &[&str]) -> Vec<String> {
        items.iter().map(|item| (*item).to_owned()).collect()
    }

    #[test]
    fn an_advertisement_in_one_line_becomes_headings_and_lists() {
        let text = "岗位职责：1、照料老人起居；2、协助翻身、喂饭。任职要求：1.有爱心；2.身体健康，1.5米以上";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("岗位职责".into()),
                Block::Numbered(list(&["照料老人起居；", "协助翻身、喂饭。"])),
                Block::Heading("任职要求".into()),
                Block::Numbered(list(&["有爱心；", "身体健康，1.5米以上"])),
            ]
        );
    }

    #[test]
    fn lines_in_brackets_are_headings_and_marks_are_bullets() {
        let text = "【工作内容】\n- 打扫房间\n- 洗衣服\n\n一、应聘条件\n① 初中以上\n② 会用手机\n有意请来电。";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("工作内容".into()),
                Block::Bulleted(list(&["打扫房间", "洗衣服"])),
                Block::Heading("一、应聘条件".into()),
                Block::Numbered(list(&["初中以上", "会用手机"])),
                Block::Paragraph("有意请来电。".into()),
            ]
        );
    }

    #[test]
    fn numbers_inside_a_sentence_stay_where_they_are() {
        for text in ["每天工作8小时，月休4天，底薪3500", "地址在铁东区2.5公里处", "上班8:00到17:00，1.2万元起", "-5℃ 也要出门"]
        {
            assert_eq!(blocks(text), [Block::Paragraph(text.to_owned())]);
        }
    }

    #[test]
    fn a_whole_sentence_that_ends_in_a_colon_is_no_heading() {
        let text = "我们院开了十一年，很多护理员一干就是七八年，现在招：";
        assert_eq!(blocks(text), [Block::Paragraph(text.to_owned())]);
    }

    #[test]
    fn a_wall_of_text_becomes_paragraphs_at_the_ends_of_sentences() {
        let sentence = "每天早上帮老人起床洗脸，中午喂饭，晚上检查一遍门窗和水电，有事叫护士。";
        let shown = blocks(&sentence.repeat(6));
        assert_eq!(shown.len(), 3);
        assert!(shown.iter().all(|block| matches!(block, Block::Paragraph(text) if text.ends_with('。'))));
        assert_eq!(blocks(&sentence.repeat(3)).len(), 1);
    }

    #[test]
    fn any_text_comes_apart_without_losing_its_letters() {
        for text in [
            "",
            "\n\n",
            "：",
            "【】",
            "1、",
            "（1",
            "①",
            "要求：要求：要求：",
            "1、2、3、",
            "1、a2、b3、c（4）d",
            "岗位要求:【岗位要求】：1)",
        ] {
            let shown = draw(text).into_string();
            assert!(!shown.contains("<p></p>") && !shown.contains("<li></li>"), "{text}: {shown}");
        }
        assert_eq!(blocks("\"1、a 2 、b\""), [Block::Numbered(list(&["a", "b"]))]);
        assert_eq!(blocks("1、a；2、b；（3）c"), [Block::Numbered(list(&["a；", "b；", "c"]))]);
    }
}

//! The places inside a sentence someone typed into the search box.
//!
//! "番禺护工", "在海城找活", "济南市历下区 保洁": a name may stand anywhere and nothing parts it from the next word, so this reading is more
//! careful than that of a place field. Names with their kind (番禺区) count; short names of provinces and cities count; short names of
//! districts count where a word can begin or end; short names that are ordinary words (和平, 凤凰) count only right behind the city they
//! belong to. Streets and villages count at home or behind their parents, for only some of the country's are known. Words that
//! merely hold a name (中山装, 新乡村) are known and skipped, roads are not places, and a name that several divisions share is dropped
//! unless another place in the sentence or the asker's home settles it.

use super::names::{Hit, How, Named};
use super::resolve::{after_direction, is_gap};
use super::{Level, RegionCode, Regions};
use std::ops::Range;

/// A place found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMention {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    pub code: RegionCode,
    /// The words themselves.
    pub text: String,
}

/// How much a name has to lean on its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Footing {
    /// Stands alone.
    Sure,
    /// Counts for someone whose home has it, and behind anything above it.
    AtHome,
    /// Counts behind anything above it.
    BehindParent,
    /// Counts only directly behind the division it belongs to.
    RightBehindParent,
}

/// A name in the text and what it may mean.
struct Span {
    range: Range<usize>,
    may_be: Vec<(RegionCode, Footing)>,
    /// Every meaning is a short name.
    short: bool,
}

/// Names that stand together and mean one place.
struct Chain {
    range: Range<usize>,
    codes: Vec<RegionCode>,
}

/// Characters that lead to a place in a sentence, or follow one: a district's short name may stand beside them.
const LEADS: &str = "在到去来找于和离回住从是或";
const FOLLOWS: &str = "的找招有附周本和或做护养保月厨医康社服零临工";
/// What makes a short name part of another word: a road's, a gate's or a dish's.
const OTHER_WORDS: &[&str] = &[
    "路",
    "街",
    "大街",
    "大道",
    "道",
    "巷",
    "里弄",
    "胡同",
    "门",
    "菜",
    "话",
    "拉面",
    "牛肉面",
    "小面",
    "热干面",
    "米粉",
    "米线",
    "烤鸭",
    "火锅",
    "小吃",
    "包子",
    "炒饭",
];
/// What makes a district's short name that of a hill, a water or a building.
const LANDMARKS: &[char] = &['山', '江', '河', '湖', '港', '湾', '岛', '峡', '寺', '桥'];
/// Words whose first character looks like the kind of division of the name before: 鞍山市|场部 is 鞍山|市场部.
const KIND_STARTS_A_WORD: &[&str] = &[
    "市场", "市民", "市政", "市内", "市容", "市值", "区域", "区间", "区块", "区别", "区分", "县城", "镇静", "镇定", "镇痛",
    "旗下", "旗舰", "村民",
];
/// Zones without a code of their own that people say behind a city.
const ZONES: &[&str] =
    &["高新技术产业开发区", "经济技术开发区", "经济开发区", "高新区", "经开区", "开发区", "风景区", "保税区", "市区", "城区"];

impl Regions {
    /// The places `text` names, from left to right, each as specific as the text makes it. `home` is the city or district of the
    /// asker or the office, if known: it settles shared names and opens the streets at home.
    pub fn find_in_query(&self, text: &str, home: Option<RegionCode>) -> Vec<PlaceMention> {
        self.find_in_market(text, home, &|_| 0)
    }

    /// As [`Regions::find_in_query`]; a name that nothing else settles is the division with most `posts`: 白云区 is the one in
    /// Guangzhou where the market has posts there and hardly any in Guiyang.
    pub fn find_in_market(&self, text: &str, home: Option<RegionCode>, posts: &dyn Fn(RegionCode) -> u64) -> Vec<PlaceMention> {
        let busiest = |codes: &[RegionCode]| {
            let counted = codes.iter().map(|code| (posts(*code), *code)).filter(|(posts, _)| *posts > 0);
            counted.max_by_key(|(posts, code)| (*posts, std::cmp::Reverse(*code))).map(|(_, code)| code)
        };
        let chains = self.chains(text, self.spans(text), home);
        let settled: Vec<RegionCode> =
            chains.iter().filter_map(|chain| if let [only] = chain.codes[..] { Some(only) } else { None }).collect();
        let chosen = |chain: &Chain| {
            let near = |code: &&RegionCode| settled.iter().any(|up| up.contains(**code));
            let nearby: Vec<RegionCode> = chain.codes.iter().filter(near).copied().collect();
            let code = if nearby.is_empty() {
                self.choose_in_query(chain.codes.clone(), home).or_else(|| busiest(&chain.codes))
            } else {
                self.choose(nearby, home)
            }?;
            let range = chain.range.start..zone_end(text, chain.range.end, code);
            Some(PlaceMention { code, text: text.get(range.clone())?.to_owned(), range })
        };
        chains.iter().filter_map(chosen).collect()
    }

    /// As [`Regions::choose`], but a province that several meanings merely share is no answer: nobody named it.
    fn choose_in_query(&self, codes: Vec<RegionCode>, home: Option<RegionCode>) -> Option<RegionCode> {
        self.choose(codes.clone(), home).filter(|code| codes.contains(code))
    }

    /// Every name in the text, the longest at each point, from left to right.
    fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let beside = spans.last().is_some_and(|last| last.range.end == at);
            let mut step = rest.chars().next().map_or(1, char::len_utf8);
            for named in self.names.at_start(rest) {
                // A word that only holds a name: all of it is passed over.
                if named.hits.is_empty() {
                    step = named.len;
                    break;
                }
                if let Some(span) = self.span(text, at, named, beside) {
                    step = span.range.len();
                    spans.push(span);
                    break;
                }
            }
            at += step;
        }
        spans
    }

    /// What one name at this point may mean; none where it cannot be a place here.
    fn span(&self, text: &str, at: usize, named: Named<'_>, beside: bool) -> Option<Span> {
        let end = at + named.len;
        let (before, name, after) = (text.get(..at)?, text.get(at..end)?, text.get(end..)?);
        let around = Around {
            begins: beside || before.chars().next_back().is_none_or(|c| is_gap(c) || LEADS.contains(c)),
            ends: after.chars().next().is_none_or(|c| is_gap(c) || FOLLOWS.contains(c))
                || self.names.at_start(after).any(|next| !next.hits.is_empty()),
            other: OTHER_WORDS.iter().any(|word| after_direction(after).starts_with(word)),
            cut: kind_starts_a_word(name, after),
        };
        // 厚德|阳光: the name is made of the ends of two words.
        if (around.cut && name.chars().count() <= 2) || (name.ends_with('阳') && after.starts_with('光') && !around.begins) {
            return None;
        }
        let mut may_be: Vec<_> =
            named.hits.iter().filter_map(|hit| Some((hit.code, self.footing(hit, named, &around, after)?))).collect();
        let last = |text: &str| text.chars().next_back();
        let own_kind = |code: RegionCode| {
            self.name(code).and_then(last).filter(|kind| after.starts_with(*kind) && Some(*kind) != last(name))
        };
        let kind = may_be
            .iter()
            .find_map(|(code, _)| own_kind(*code))
            .filter(|_| !kind_starts_a_word(after.get(..3).unwrap_or_default(), after.get(3..).unwrap_or_default()));
        let range = match kind {
            // 岫岩县, 大理州: the kind belongs to the name.
            Some(kind) => {
                may_be.retain(|(code, _)| own_kind(*code) == Some(kind));
                at..end + kind.len_utf8()
            }
            // 鞍山市场部: the place is 鞍山, and 市场 stays whole.
            None if around.cut => at..end - last(name).map_or(0, char::len_utf8),
            None => at..end,
        };
        let short = named.hits.iter().all(|hit| hit.how == How::Short);
        (!may_be.is_empty()).then_some(Span { range, may_be, short })
    }

    fn footing(&self, hit: &Hit, named: Named<'_>, around: &Around, after: &str) -> Option<Footing> {
        let level = hit.code.level();
        let stands_apart = around.begins || around.ends;
        let other = around.other && !self.goes_on_inside(hit.code, after);
        match hit.how {
            How::Zone => Some(Footing::RightBehindParent),
            _ if named.ordinary => (!other).then_some(Footing::RightBehindParent),
            // A former name that is a division's name today: 清河区 alone is that one.
            How::Other if named.hits.iter().any(|hit| hit.how == How::Full) => Some(Footing::BehindParent),
            How::Full | How::Other => match level {
                Level::Village | Level::Street => Some(Footing::AtHome),
                Level::District if around.cut && !stands_apart => None,
                _ => Some(Footing::Sure),
            },
            How::Short if other || self.followed_by_other_kind(hit, after) => None,
            How::Short => match level {
                Level::Province | Level::City => Some(Footing::Sure),
                _ if !stands_apart => Some(Footing::BehindParent),
                Level::District => Some(Footing::Sure),
                Level::Street | Level::Village => Some(Footing::AtHome),
            },
        }
    }

    /// 大城市, 长白山: a district's short name with a kind that is not its own is another word. Cities are said with any (鞍山地区).
    fn followed_by_other_kind(&self, hit: &Hit, after: &str) -> bool {
        let own = self.name(hit.code).and_then(|name| name.chars().next_back());
        let next = after
            .chars()
            .next()
            .filter(|c| ['市', '县', '区', '镇', '村', '乡', '旗', '城'].contains(c) || LANDMARKS.contains(c));
        hit.code.level() >= Level::District && next.is_some() && next != own
    }

    /// Joins names that stand together and lie in one another, and drops those that have nothing to lean on.
    fn chains(&self, text: &str, spans: Vec<Span>, home: Option<RegionCode>) -> Vec<Chain> {
        let mut chains: Vec<Chain> = Vec::new();
        for span in spans {
            let beside = chains
                .last_mut()
                .filter(|last| text.get(last.range.end..span.range.start).is_some_and(|between| between.chars().all(joins)));
            if let Some(last) = beside {
                if let Some(codes) = joined(&last.codes, &span) {
                    *last = Chain { range: last.range.start..span.range.end, codes };
                    continue;
                }
                if self.made_up(last, &span) {
                    continue;
                }
            }
            let home_city = home.and_then(|home| home.city().or(Some(home)));
            let alone = |(code, footing): &(RegionCode, Footing)| match footing {
                Footing::Sure => Some(*code),
                Footing::AtHome => home_city.is_some_and(|home| home.contains(*code)).then_some(*code),
                Footing::BehindParent | Footing::RightBehindParent => None,
            };
            let codes: Vec<RegionCode> = span.may_be.iter().filter_map(alone).collect();
            let codes = if codes.is_empty() { self.only_town(&span, home) } else { codes };
            if !codes.is_empty() {
                chains.push(Chain { range: span.range, codes });
            }
        }
        chains
    }

    /// Whether a name directly behind a place elsewhere is not meant as a place: 广州竹溪酒家 is not in 竹溪县, 铁西解放街道 not in 铁东.
    fn made_up(&self, last: &Chain, span: &Span) -> bool {
        let glued = last.range.end == span.range.start && span.short;
        let near =
            |code: &RegionCode| last.codes.iter().any(|other| other.level() >= Level::District && other.city() == code.city());
        let lowest = if glued { Level::District } else { Level::Street };
        span.may_be.iter().all(|(code, _)| code.level() >= lowest && !(code.level() == Level::District && near(code)))
    }

    /// A town's whole name that the list has once, for an asker of whom nothing is known.
    fn only_town(&self, span: &Span, home: Option<RegionCode>) -> Vec<RegionCode> {
        match span.may_be[..] {
            [(code, Footing::AtHome)] if home.is_none() && code.level() == Level::Street => {
                let whole = self.name(code).is_some_and(|name| name.len() == span.range.len() && name.ends_with('镇'));
                if whole { vec![code] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }
}

/// What surrounds a name.
struct Around {
    /// A word can begin here: the text begins, a sign, a leading word or another place stands before.
    begins: bool,
    /// A word can end here.
    ends: bool,
    /// It goes on as the name of something else.
    other: bool,
    /// The last character belongs to the next word (鞍山市|场部).
    cut: bool,
}

/// What a chain means once `next` stands behind it; none where the two have nothing to do with each other.
fn joined(chain: &[RegionCode], next: &Span) -> Option<Vec<RegionCode>> {
    let fits = |(code, footing): &(RegionCode, Footing)| {
        chain.iter().any(|up| match footing {
            Footing::RightBehindParent => code.parent() == Some(*up) || up == code,
            _ => up.contains(*code),
        })
    };
    let inside: Vec<RegionCode> = next.may_be.iter().filter(|may_be| fits(may_be)).map(|(code, _)| *code).collect();
    if !inside.is_empty() {
        return Some(inside);
    }
    // 番禺区 广州: the larger place behind the smaller one settles it.
    let sure_above =
        |code: &&RegionCode| next.may_be.iter().any(|(up, footing)| *footing == Footing::Sure && up.contains(**code));
    let settled: Vec<RegionCode> = chain.iter().filter(sure_above).copied().collect();
    (!settled.is_empty()).then_some(settled)
}

/// What may stand between the names of one chain.
fn joins(c: char) -> bool {
    c == '的' || (is_gap(c) && !matches!(c, '、' | ',' | '，' | '/' | ';' | '；' | '。' | '|'))
}

fn kind_starts_a_word(name: &str, after: &str) -> bool {
    let Some(kind) = name.chars().next_back() else { return false };
    KIND_STARTS_A_WORD.iter().any(|word| word.strip_prefix(kind).is_some_and(|rest| after.starts_with(rest)))
}

/// A zone behind a city belongs to the mention, though the city is all that can be said of it.
fn zone_end(text: &str, end: usize, code: RegionCode) -> usize {
    let zone = || {
        let after = text.get(end..)?;
        ZONES.iter().find(|zone| after.starts_with(**zone)).map(|zone| zone.len())
    };
    if code.level() == Level::City { end + zone().unwrap_or(0) } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_at(text: &str, home: Option<&str>) -> String {
        let home = home.and_then(|home| home.parse().ok());
        let mentions = Regions::builtin().find_in_query(text, home);
        mentions.iter().map(|mention| format!("{}={}", mention.text, mention.code)).collect::<Vec<_>>().join(" ")
    }
    fn found(text: &str) -> String {
        found_at(text, None)
    }

    #[test]
    fn places_are_found_among_other_words() {
        assert_eq!(found("番禺护工"), "番禺=440113");
        assert_eq!(found("鞍山养老院招聘"), "鞍山=210300");
        assert_eq!(found("招聘鞍山护工"), "鞍山=210300");
        assert_eq!(found("在海城找活"), "海城=210381");
        assert_eq!(found("岫岩县月嫂"), "岫岩县=210323");
        assert_eq!(found("大理州 保洁"), "大理州=532900");
        assert_eq!(found("北京 上海 护工"), "北京=110000 上海=310000");
        assert_eq!(found("淮安清河区 保洁"), "淮安清河区=320812");
        assert_eq!(found("北京门头沟护工"), "北京门头沟=110109");
        assert_eq!(found("台州路桥 保洁"), "台州路桥=331004");
        assert_eq!(found("护工"), "");
    }

    #[test]
    fn a_chain_is_one_mention_of_its_smallest_place() {
        assert_eq!(found("济南市历下区 保洁"), "济南市历下区=370102");
        assert_eq!(found("广州番禺区"), "广州番禺区=440113");
        assert_eq!(found("广州 番禺的护工"), "广州 番禺=440113");
        assert_eq!(found("沈阳铁西养老"), "沈阳铁西=210106");
        assert_eq!(found("沈阳和平护工"), "沈阳和平=210102", "an ordinary word right behind its city is the district");
        assert_eq!(found("鞍山高新区保洁"), "鞍山高新区=210300", "the zone has no code of its own");
        assert_eq!(found("济南高新区保洁"), "济南高新区=370176");
        assert_eq!(found("辽宁省鞍山市铁东区解放街道"), "辽宁省鞍山市铁东区解放街道=210302002");
    }

    #[test]
    fn maanshan_is_not_anshan() {
        assert_eq!(found_at("马鞍山保安", Some("2103")), "马鞍山=340500");
        assert_eq!(found_at("马鞍山市花山区护理员", Some("2103")), "马鞍山市花山区=340503");
    }

    #[test]
    fn ordinary_words_are_not_places() {
        let words = "新乡村 东方 中山装 朝阳产业 长春花 和平 城区 市场 平安 安全 高新技术 河东 海员 大安 宁静 \
            开封菜 兴安 武装 桥西 安康养老院 日间照料中心 日照料 沿海城市 大城市 示范县 长白班 永康护理院 \
            康乐中心 北京路 中山路养老院 四川菜厨师 厚德阳光养老 大连锁药店 新城区 公安 凤凰 光明 友好 解放 \
            红旗 长寿 资源 合作 延长 云安全";
        for word in words.split(' ') {
            for home in [None, Some("2103"), Some("4401")] {
                assert_eq!(found_at(word, home), "", "{word}");
                assert_eq!(found_at(&format!("{word} 护工"), home), "", "{word}");
            }
        }
    }

    #[test]
    fn the_next_word_keeps_its_first_character() {
        assert_eq!(found("鞍山市场部"), "鞍山=210300");
        assert_eq!(found("番禺区域经理"), "番禺=440113");
        assert_eq!(found("海城市场部"), "海城=210381");
    }

    #[test]
    fn shared_names_wait_for_a_city_or_a_home() {
        assert_eq!(found("铁西护工"), "");
        assert_eq!(found("铁东区护理员"), "");
        assert_eq!(found_at("铁西护工", Some("210300")), "铁西=210303");
        assert_eq!(found_at("铁东区护理员", Some("210303")), "铁东区=210302");
        assert_eq!(found_at("铁东、铁西 护工", Some("2103")), "铁东=210302 铁西=210303");
        assert_eq!(found("朝阳区护工 北京"), "朝阳区=110105 北京=110000", "the city may stand elsewhere in the sentence");
        assert_eq!(found_at("朝阳护工", Some("2103")), "朝阳=211300");
        assert_eq!(found_at("朝阳护工", Some("11")), "朝阳=110105");
        assert_eq!(found("吉林护工"), "吉林=220000");
    }

    #[test]
    fn streets_count_at_home_or_behind_their_city() {
        assert_eq!(found_at("腾鳌找工作", Some("2103")), "腾鳌=210381118");
        assert_eq!(found("腾鳌找工作"), "");
        assert_eq!(found("鞍山西柳 护工"), "鞍山西柳=210381112");
        assert_eq!(found("海城市西柳镇"), "海城市西柳镇=210381112");
        assert_eq!(found("西柳镇养老院"), "西柳镇=210381112", "the one town of that name we know, and nothing speaks against it");
        assert_eq!(found_at("西柳镇养老院", Some("4401")), "", "someone in Guangzhou may mean a town we do not know");
        assert_eq!(found_at("解放街道护理员", Some("2103")), "解放街道=210302002");
        assert_eq!(found("红旗街道护理员"), "");
        assert_eq!(found_at("铁西解放街道", Some("2103")), "铁西=210303");
    }

    #[test]
    fn a_firms_name_behind_a_city_is_not_a_district_elsewhere() {
        assert_eq!(found("广州竹溪酒家"), "广州=440100");
        assert_eq!(found("北京市朝阳区江达养老院"), "北京市朝阳区=110105");
    }

    #[test]
    fn the_list_of_ordinary_words_is_in_order() {
        let text = include_str!("../../index/regions.tsv");
        let names = &Regions::builtin().names;
        let is_name = |word: &str| names.at_start(word).any(|named| named.len == word.len() && !named.hits.is_empty());
        let marked =
            |mark: &'static str| text.lines().filter_map(move |line| line.strip_prefix(mark)).flat_map(str::split_whitespace);
        for word in marked("~\t") {
            assert!(is_name(word), "{word} is marked ordinary and names nothing");
        }
        for word in marked("!\t") {
            assert!(!Regions::builtin().iter().any(|region| region.name == word || region.short == word), "{word} is a place");
        }
    }
}

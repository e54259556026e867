//! The names of divisions as a table that can be asked "which names begin here?".
//!
//! Beside the names of the list it holds short names (鞍山), other names (萝岗区), what people call a development zone (高新区), and words
//! that merely contain a name (中山装), so that the longest match at a point already keeps most traps shut.

use super::{Level, Region, RegionCode, Regions};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How a name belongs to a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// As the list has it: 铁东区.
    Full,
    /// A former or other name, as sure as a full one: 萝岗区.
    Other,
    /// Without the kind of division: 铁东.
    Short,
    /// What the people of one city call a zone, said by many: 高新区.
    Zone,
}

/// One division a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub code: RegionCode,
    pub how: How,
}

/// A name that begins at the point asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'t> {
    /// Its length in bytes.
    pub len: usize,
    /// The divisions it may mean; empty for a word that only contains a place's name.
    pub hits: &'t [Hit],
    /// Also an ordinary word (和平, 城区): counts only beside its parent.
    pub ordinary: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    from: u32,
    count: u16,
    ordinary: bool,
}

/// The table. Keys are slices of the list's own text.
#[derive(Default)]
pub(super) struct NameTable {
    entries: HashMap<&'static str, Entry, BuildHasherDefault<NameHasher>>,
    hits: Vec<Hit>,
    /// For every first character the lengths (in characters, one bit each) of the names that begin with it.
    lengths: HashMap<char, u32, BuildHasherDefault<NameHasher>>,
    others: Vec<(RegionCode, &'static str)>,
}

/// The longest name in characters: 双江拉祜族佤族布朗族傣族自治县 has fifteen.
const LONGEST: usize = 24;

impl NameTable {
    pub fn build(catalogue: &Regions, text: &'static str) -> NameTable {
        let mut table = NameTable::default();
        let mut all: Vec<(&'static str, Hit)> = Vec::with_capacity(12_000);
        for region in catalogue.iter() {
            names_of(region, &mut |name, how| all.push((name, Hit { code: region.code, how })));
        }
        for (code, name) in
            text.lines().filter_map(|line| line.strip_prefix('=')).filter_map(|line| line.split_once('\t')).flat_map(other_names)
        {
            all.push((name, Hit { code, how: if is_zone_word(name) { How::Zone } else { How::Other } }));
            table.others.push((code, name));
        }
        all.sort_unstable();
        // One division may get a name twice (a short name that equals the full one): the surer way stays.
        all.dedup_by(|later, first| later.0 == first.0 && later.1.code == first.1.code);
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let entry = Entry { from: table.hits.len() as u32, count: same.len() as u16, ordinary: false };
            table.hits.extend(same.iter().map(|(_, hit)| *hit));
            if let Some((name, _)) = same.first() {
                table.insert(name, entry);
            }
        }
        for word in words_after(text, "!\t") {
            table.insert(word, Entry::default());
        }
        for word in words_after(text, "~\t") {
            if let Some(entry) = table.entries.get_mut(word) {
                entry.ordinary = true;
            }
        }
        table
    }

    fn insert(&mut self, name: &'static str, entry: Entry) {
        let Some(first) = name.chars().next() else { return };
        *self.lengths.entry(first).or_default() |= 1 << name.chars().count().min(LONGEST);
        self.entries.insert(name, entry);
    }

    /// The names that `text` begins with, the longest first.
    pub fn at_start<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Named<'t>> {
        let lengths = text.chars().next().and_then(|first| self.lengths.get(&first)).copied().unwrap_or_default();
        let mut ends = [0usize; LONGEST + 1];
        let mut have = 0;
        if lengths != 0 {
            for (count, (at, c)) in text.char_indices().take(LONGEST).enumerate() {
                have = count + 1;
                ends[have] = at + c.len_utf8();
            }
        }
        (1..=have).rev().filter(move |count| lengths >> count & 1 == 1).filter_map(move |count| {
            let len = ends[count];
            let entry = self.entries.get(text.get(..len)?)?;
            let from = entry.from as usize;
            Some(Named { len, hits: self.hits.get(from..from + entry.count as usize)?, ordinary: entry.ordinary })
        })
    }

    pub fn others(&self) -> impl Iterator<Item = (RegionCode, &'static str)> {
        self.others.iter().copied()
    }
}

fn other_names((code, names): (&'static str, &'static str)) -> impl Iterator<Item = (RegionCode, &'static str)> {
    code.parse().ok().into_iter().flat_map(move |code| names.split(' ').map(move |name| (code, name)))
}

fn words_after(text: &'static str, mark: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter_map(move |line| line.strip_prefix(mark)).flat_map(str::split_whitespace)
}

/// Every name a division goes by.
fn names_of(region: &Region, add: &mut impl FnMut(&'static str, How)) {
    add(region.name, How::Full);
    if !region.code.is_zone() {
        // A village's name without 村 is hardly ever a name of its own.
        if region.short != region.name && region.code.level() < Level::Village {
            add(region.short, How::Short);
        }
        return;
    }
    if region.local != region.name {
        add(region.local, How::Zone);
    }
    match plain_zone(region.local) {
        Some(said) => said.iter().for_each(|name| add(name, How::Zone)),
        None if region.short != region.local => add(region.short, How::Zone),
        None => {}
    }
}

/// What people call a high-tech zone and an economic development zone, the everyday name first.
const HIGH_TECH: &[&str] = &["高新区", "高新技术产业开发区", "高新技术开发区", "高新开发区", "高新技术产业园区"];
const ECONOMIC: &[&str] = &["经开区", "经济技术开发区", "经济开发区", "开发区"];

/// The everyday names of a zone that has no name of its own within its city.
fn plain_zone(local: &str) -> Option<&'static [&'static str]> {
    [HIGH_TECH, ECONOMIC].into_iter().find(|names| names.contains(&local))
}

pub(super) fn is_zone_word(name: &str) -> bool {
    plain_zone(name).is_some()
}

/// Drops the names of the divisions a zone lies in from the front of its own: 河北唐山芦台经济开发区 is 芦台经济开发区 within Tangshan.
pub(super) fn without_parents<'r>(name: &'static str, parents: impl Iterator<Item = &'r Region>) -> &'static str {
    let mut parents: Vec<&Region> = parents.collect();
    parents.reverse();
    let mut rest = name;
    for parent in parents {
        let cut = rest.strip_prefix(parent.name).or_else(|| rest.strip_prefix(parent.short));
        rest = cut.filter(|cut| cut.chars().count() > 2).unwrap_or(rest);
    }
    rest
}

/// What comes off the end of a name to make it short, the longest first.
const KINDS: &[&str] = &[
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "街道",
    "地区",
    "新区",
    "特区",
    "林区",
    "社区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
    "镇",
    "乡",
    "村",
];
const ZONE_KINDS: &[&str] = &[
    "高新技术产业开发区",
    "高技术产业开发区",
    "高新技术产业园区",
    "经济技术开发区",
    "经济综合实验区",
    "经济开发区",
    "循环化工园区",
    "工业园区",
    "管理区",
    "新区",
];
/// Peoples named in the titles of autonomous divisions.
const PEOPLES: &str = "蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 \
    傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 \
    布朗族 撒拉族 毛南族 仡佬族 锡伯族 普米族 塔吉克族 怒族 鄂温克族 保安族 裕固族 独龙族 各族 维吾尔 \
    哈萨克 柯尔克孜 塔吉克 锡伯 蒙古";

/// The short name, at least two characters; the name itself where nothing recognisable would be left.
pub(super) fn short(code: RegionCode, name: &'static str) -> &'static str {
    let long_enough = |rest: &&'static str| rest.chars().count() >= 2;
    if code.is_zone() {
        return match plain_zone(name) {
            Some(said) => said.first().copied().unwrap_or(name),
            None => ZONE_KINDS.iter().find_map(|kind| name.strip_suffix(kind).filter(long_enough)).unwrap_or(name),
        };
    }
    // 井陉矿区 lies beside 井陉县: without 矿区 it would be mistaken for it.
    if name.ends_with("矿区") {
        return name;
    }
    let Some((kind, mut rest)) =
        KINDS.iter().find_map(|kind| name.strip_suffix(kind).filter(long_enough).map(|rest| (*kind, rest)))
    else {
        return name;
    };
    let autonomous = kind.starts_with("自治");
    if rest == "内蒙古" {
        return rest;
    }
    let people = |people: &&str| autonomous || people.ends_with('族');
    while let Some(cut) = PEOPLES.split(' ').filter(people).find_map(|people| rest.strip_suffix(people).filter(long_enough)) {
        rest = cut;
    }
    // 东乡族自治县 has nothing but the people's name.
    if autonomous { rest.strip_suffix('族').filter(long_enough).unwrap_or(rest) } else { rest }
}

/// A quick hash (FNV-1a over whole words) for short fixed keys: the table is built from our own list, so nobody can flood it.
#[derive(Default)]
pub(super) struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }
    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    fn finish(&self) -> u64 {
        // The low bits of a product depend on few bits of the word; the table takes its buckets from them.
        self.0 ^ (self.0 >> 29)
    }
}

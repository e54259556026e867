//! Chance that repeats: dice thrown from a name, so that a sample keeps its face when others are added before it.

/// Dice seeded by a name (FNV-1a), thrown with SplitMix64.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn named(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)))
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included; `low` where the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let faces = u64::try_from(high - low).unwrap_or(0).saturating_add(1);
        low + i64::try_from(self.throw() % faces).unwrap_or(0)
    }

    /// True this many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of a pool, or nothing of an empty one.
    pub fn pick<'a, T>(&mut self, pool: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(pool.len()).unwrap_or(0) - 1;
        pool.get(usize::try_from(self.between(0, last)).unwrap_or(0))
    }

    /// Up to `count` different ones of a pool, in the pool's own order, which is the order of a working day.
    pub fn hand<'a, T>(&mut self, pool: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left: Vec<usize> = (0..pool.len()).collect();
        while left.len() > count {
            let last = i64::try_from(left.len()).unwrap_or(1) - 1;
            left.remove(usize::try_from(self.between(0, last)).unwrap_or(0));
        }
        left.iter().filter_map(|&at| pool.get(at)).collect()
    }
}

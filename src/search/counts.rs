//! How many posts there are of each value, facet by facet.

use super::posts::Post;
use super::schema::{Facts, RegionOrder};
use super::sieve::Facet;

/// Lower ends of the bands that pay is counted in, yuan a month.
pub const PAY_BANDS: [u32; 7] = [0, 2_000, 3_000, 4_000, 5_000, 6_000, 8_000];

/// Counts by the place of each value in its list.
#[derive(Debug)]
pub struct Counts {
    pub kinds: [u64; 8],
    pub occupations: [u64; 128],
    pub educations: [u64; 16],
    pub institutions: [u64; 16],
    pub regions: Vec<u64>,
    pub pay: [u64; PAY_BANDS.len()],
    /// Conditions in the lower half, pathways in the upper.
    bits: Bits,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            kinds: [0; 8],
            occupations: [0; 128],
            educations: [0; 16],
            institutions: [0; 16],
            regions: vec![0; RegionOrder::builtin().codes.len() + 1],
            pay: [0; PAY_BANDS.len()],
            bits: Bits::default(),
        }
    }
}

impl Counts {
    /// Counts a post into every facet but those it fails in; in none if it fails in two.
    #[inline]
    pub fn count(&mut self, post: &Post, fails: u8) {
        let posts = u64::from(post.alike);
        let facts = post.facts;
        let counts = |facet: Facet| fails & !facet.bit() == 0;
        if counts(Facet::Kind) {
            self.kinds[facts.part(Facts::KIND)] += posts;
        }
        if counts(Facet::Occupation) {
            self.occupations[facts.part(Facts::OCCUPATION)] += posts;
        }
        if counts(Facet::Education) {
            self.educations[facts.part(Facts::EDUCATION)] += posts;
        }
        if counts(Facet::Institution) {
            self.institutions[facts.part(Facts::INSTITUTION)] += posts;
        }
        if counts(Facet::Region)
            && let Some(count) = self.regions.get_mut(facts.part(Facts::REGION))
        {
            *count += posts;
        }
        if counts(Facet::Pay) && post.pay != (0, 0) {
            let band = PAY_BANDS.iter().skip(1).filter(|low| post.pay.1 >= **low).count();
            self.pay[band] += posts;
        }
        // The low half of the conditions says; what is denied is not counted.
        let said = if fails == 0 { post.conditions & 0xffff_ffff } else { 0 };
        let suits = if counts(Facet::Pathway) { facts.part(Facts::PATHWAYS) as u64 } else { 0 };
        self.bits.count(said | suits << 32, posts);
    }

    /// Posts that say each condition.
    pub fn conditions(&self) -> impl Iterator<Item = u64> {
        self.bits.sums().into_iter().take(32)
    }

    /// Posts that are a natural door for each pathway.
    pub fn pathways(&self) -> impl Iterator<Item = u64> {
        self.bits.sums().into_iter().skip(32)
    }
}

/// Counts 64 yes-or-no values at once. Plane n holds the n-th binary digit of all 64 counts, so that adding a word is a few
/// operations instead of a step for each bit that is set; eight words are added together, as Harley and Seal count bits
/// (Warren, Hacker's Delight, 5-1).
#[derive(Debug)]
struct Bits {
    waiting: [u64; 8],
    many: usize,
    planes: [u64; 32],
    /// What was counted more than once at a time.
    more: [u64; 64],
}

impl Default for Bits {
    fn default() -> Self {
        Self { waiting: [0; 8], many: 0, planes: [0; 32], more: [0; 64] }
    }
}

/// Adds three words bit by bit: the sums, and what is carried.
const fn add(one: u64, two: u64, three: u64) -> (u64, u64) {
    let differ = one ^ two;
    (differ ^ three, (one & two) | (differ & three))
}

impl Bits {
    #[inline]
    fn count(&mut self, word: u64, times: u64) {
        self.waiting[self.many & 7] = word;
        self.many += 1;
        if self.many == 8 {
            self.settle();
        }
        if times > 1 {
            let mut rest = word;
            while rest != 0 {
                self.more[rest.trailing_zeros() as usize] += times - 1;
                rest &= rest - 1;
            }
        }
    }

    fn settle(&mut self) {
        let [a, b, c, d, e, f, g, h] = std::mem::take(&mut self.waiting);
        self.many = 0;
        let [ones, twos, fours, higher @ ..] = &mut self.planes;
        let (one, two_a) = add(*ones, a, b);
        let (one, two_b) = add(one, c, d);
        let (one, two_c) = add(one, e, f);
        let (one, two_d) = add(one, g, h);
        let (two, four_a) = add(*twos, two_a, two_b);
        let (two, four_b) = add(two, two_c, two_d);
        let (four, mut carry) = add(*fours, four_a, four_b);
        (*ones, *twos, *fours) = (one, two, four);
        for plane in higher {
            if carry == 0 {
                break;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }

    fn sums(&self) -> [u64; 64] {
        std::array::from_fn(|bit| {
            let digits = self.planes.iter().enumerate().map(|(digit, plane)| (plane >> bit & 1) << digit);
            let waiting = self.waiting.iter().map(|word| word >> bit & 1);
            digits.chain(waiting).sum::<u64>() + self.more[bit]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_all_bits_at_once_is_counting_each() {
        let mut random = fastrand::Rng::with_seed(7);
        let (mut bits, mut each) = (Bits::default(), [0u64; 64]);
        for so_far in 0..10_003 {
            let (word, times) = (random.u64(..) & random.u64(..), random.u64(1..4));
            bits.count(word, times);
            each.iter_mut().enumerate().for_each(|(bit, count)| *count += (word >> bit & 1) * times);
            if so_far % 1_000 < 10 {
                assert_eq!(bits.sums(), each);
            }
        }
        assert_eq!(bits.sums(), each);
    }
}

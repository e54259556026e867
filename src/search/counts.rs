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
    conditions: Bits,
    pathways: Bits,
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
            conditions: Bits::default(),
            pathways: Bits::default(),
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
        if counts(Facet::Pathway) {
            self.pathways.count(facts.part(Facts::PATHWAYS) as u32, posts);
        }
        if fails == 0 {
            // The low half says; what is denied is not counted.
            self.conditions.count(post.conditions as u32, posts);
        }
    }

    /// Posts that say each condition.
    pub fn conditions(&self) -> [u64; 32] {
        self.conditions.sums()
    }

    /// Posts that are a natural door for each pathway.
    pub fn pathways(&self) -> [u64; 32] {
        self.pathways.sums()
    }
}

/// Counts 32 yes-or-no values at once. Plane n holds the n-th binary digit of all 32 counts, so that adding one word is a
/// handful of operations instead of a step for each bit that is set.
#[derive(Debug, Default)]
struct Bits {
    planes: [u32; 32],
    /// What was counted more than once at a time.
    more: [u64; 32],
}

impl Bits {
    #[inline]
    fn count(&mut self, word: u32, times: u64) {
        let mut carry = word;
        for plane in &mut self.planes {
            if carry == 0 {
                break;
            }
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
        if times > 1 {
            let mut rest = word;
            while rest != 0 {
                self.more[rest.trailing_zeros() as usize] += times - 1;
                rest &= rest - 1;
            }
        }
    }

    fn sums(&self) -> [u64; 32] {
        std::array::from_fn(|bit| {
            let digits = self.planes.iter().enumerate().map(|(digit, plane)| u64::from(plane >> bit & 1) << digit);
            digits.sum::<u64>() + self.more[bit]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_all_bits_at_once_is_counting_each() {
        let mut random = fastrand::Rng::with_seed(7);
        let (mut bits, mut each) = (Bits::default(), [0u64; 32]);
        for _ in 0..10_000 {
            let (word, times) = (random.u32(..) & random.u32(..), random.u64(1..4));
            bits.count(word, times);
            each.iter_mut().enumerate().for_each(|(bit, count)| *count += u64::from(word >> bit & 1) * times);
        }
        assert_eq!(bits.sums(), each);
    }
}

//! Citizen numbers (GB 11643): checked, turned into a keyed digest, and forgotten. Pure.
//!
//! A number names a province, a day of birth and a sex. The day is checked, the year may be used, the sex is never read.

use super::Key;
use crate::time::read_day;
use jiff::civil::Date;
use std::fmt;

/// A citizen number that checks. It cannot be printed: only its last four characters can.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber(…{})", self.last4())
    }
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

impl IdNumber {
    /// Reads a number as people write it: full width, blanks and a small x are fine.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence that does not repeat the number.
    pub fn read(text: &str, on: Date) -> Result<Self, &'static str> {
        let number: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\'' && *c != '-')
            .map(|c| match c {
                '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                'x' | 'Ｘ' | 'ｘ' => 'X',
                other => other,
            })
            .collect();
        let (Some(body), Some(check), 18) = (number.get(..17), number.bytes().next_back(), number.len()) else {
            return Err("is not 18 characters long");
        };
        if !body.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("holds something other than digits");
        }
        let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        if CHECKS.get((sum % 11) as usize) != Some(&check) {
            return Err("has a wrong digit: its check does not come out");
        }
        if !matches!(body.bytes().next(), Some(b'1'..=b'8')) {
            return Err("begins with no province");
        }
        match body.get(6..14).and_then(read_day) {
            Some(born) if born <= on && born.year() >= 1900 => Ok(Self(number)),
            _ => Err("holds no day of birth"),
        }
    }

    /// The last four characters, which people know it by.
    pub fn last4(&self) -> &str {
        self.0.get(14..).unwrap_or_default()
    }

    /// The year of birth it tells.
    pub fn birth_year(&self) -> Option<i16> {
        self.0.get(6..10)?.parse().ok()
    }

    /// What finds it again: a digest that nobody can make without the key.
    pub fn digest(&self, key: &Key) -> String {
        key.digest(&["citizen number", &self.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str) -> Result<IdNumber, &'static str> {
        IdNumber::read(text, date(2026, 11, 23))
    }

    #[test]
    fn the_check_is_that_of_the_standard() {
        // The examples of GB 11643 itself.
        assert!(read("11010519491231002X").is_ok());
        assert!(read("440524188001010014").is_err(), "born in 1880: nobody that old looks for work");
        assert!(read("11010519491231002x").is_ok());
        assert!(read(" 110105 19491231 002Ｘ").is_ok());
        for broken in [
            "110105194912310021",
            "110105491231002",
            "",
            "11010519491231002十",
            "11010519490231002X",
            "养老护理员养老护理员养老护理员",
        ] {
            assert!(read(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn it_tells_the_year_and_four_characters_and_prints_no_more() {
        let number = read("11010519491231002X").expect("a number");
        assert_eq!((number.birth_year(), number.last4()), (Some(1949), "002X"));
        assert!(!format!("{number:?}").contains("1949"));
    }

    #[test]
    fn the_digest_is_another_with_another_key() {
        let number = read("11010519491231002X").expect("a number");
        let (one, other) = (Key::from_setting(&"a".repeat(32)), Key::from_setting(&"b".repeat(32)));
        let (one, other) = (one.expect("a key"), other.expect("a key"));
        assert_eq!(number.digest(&one), number.digest(&one));
        assert_ne!(number.digest(&one), number.digest(&other));
    }
}

//! The second factor: a six-digit code that a telephone shows (RFC 6238, SHA-1, half minutes), and codes on paper for the day
//! the telephone is lost. Pure but for chance.

use super::secret::{base32, chance, from_base32};
use crate::error::Error;
use crate::time::Stamp;
use ring::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

/// How long one code is shown.
const STEP_SECONDS: i64 = 30;
/// How many recovery codes a person gets.
pub const PAPER_CODES: usize = 10;

/// A new secret in base 32: 160 bits, as RFC 4226 asks.
pub fn new_secret() -> Result<String, Error> {
    Ok(base32(&chance::<20>()?))
}

/// The half minute that a code of this moment belongs to.
pub fn step_at(now: Stamp) -> i64 {
    now.0.div_euclid(STEP_SECONDS)
}

/// The six digits of one half minute; `None` if the secret cannot be read.
pub fn code(secret: &str, step: i64) -> Option<String> {
    let key = Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base32(secret)?);
    let tag = sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes.last()? & 15);
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000))
}

/// The half minute whose code this is: now, the one before or the one after, for clocks that go wrong a little; and later than
/// the last that was used, so that a code seen over a shoulder is worth nothing.
pub fn step_of(secret: &str, typed: &str, now: Stamp, last_used: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let here = step_at(now);
    [here, here - 1, here + 1].into_iter().find(|&step| step > last_used && code(secret, step).is_some_and(|code| code == typed))
}

/// What an authenticator reads from the square (Google's key URI format).
pub fn address(secret: &str, login: &str) -> String {
    let encode = |text: &str| crate::web::visit::encode(text).replace('+', "%20");
    format!("otpauth://totp/{}:{}?secret={secret}&issuer={}", encode("颐聘 Yipin"), encode(login), encode("颐聘 Yipin"))
}

/// New codes for paper: `abcd-efgh-jk`, 50 bits each.
pub fn paper_codes() -> Result<Vec<String>, Error> {
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz7";
    let one = || {
        let letters: String = chance::<10>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
        let (first, rest) = letters.split_at(4);
        let (second, third) = rest.split_at(4);
        Ok(format!("{first}-{second}-{third}"))
    };
    (0..PAPER_CODES).map(|_| one()).collect()
}

/// A code from paper as it is compared: small letters without dashes and blanks.
pub fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 6238, appendix B, shortened to six digits.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = base32(b"12345678901234567890");
        for (second, digits) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(&secret, step_at(Stamp(second))).as_deref(), Some(digits), "{second}");
        }
        assert_eq!(code("not base 32!", 1), None);
    }

    #[test]
    fn a_code_is_good_for_a_minute_and_a_half_and_only_once() {
        let (secret, now) = (base32(b"12345678901234567890"), Stamp(1_234_567_890));
        let step = step_at(now);
        for (at, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(&secret, step + at).expect("a code");
            assert_eq!(step_of(&secret, &typed, now, 0).is_some(), good, "{at}");
        }
        let typed = code(&secret, step).expect("a code");
        assert_eq!(step_of(&secret, &format!(" {} {} ", &typed[..3], &typed[3..]), now, 0), Some(step));
        assert_eq!(step_of(&secret, &typed, now, step), None, "a code used is used");
        assert_eq!(step_of(&secret, "", now, 0), None);
    }

    #[test]
    fn paper_codes_are_all_different_and_read_as_people_type_them() {
        let codes: std::collections::HashSet<String> = paper_codes().expect("codes").iter().map(|code| plain(code)).collect();
        assert_eq!(codes.len(), PAPER_CODES);
        assert_eq!(plain(" ABCD-efgh-JK\n"), "abcdefghjk");
    }
}

//! Passwords: what may be one, and argon2id.
//!
//! A hash takes some 14 ms and 19 MiB on purpose, so only as many run at once as the machine has cores; who waits longer than
//! a few seconds is asked to come again. A sign-in without an account hashes too, so that it takes as long as any other.

use crate::error::Error;
use argon2::password_hash::PasswordVerifier as _;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The fewest characters of a password. Long ones are what helps (NIST SP 800-63B); signs and capitals are not asked for.
pub const FEWEST: usize = 8;
/// The most: more is no safer and costs time to hash.
pub const MOST: usize = 200;
/// How long a hash may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    Short,
    Long,
    /// One that everybody tries first, or the login itself.
    Common,
}

/// Whether a new password will do for someone who signs in with `logins`.
pub fn accept(password: &str, logins: &[&str]) -> Result<(), Weak> {
    let letters = password.chars().count();
    if letters < FEWEST {
        return Err(Weak::Short);
    }
    if letters > MOST {
        return Err(Weak::Long);
    }
    let lower = password.to_lowercase();
    let own = logins.iter().any(|login| {
        let login = login.strip_prefix("+86").unwrap_or(login);
        lower == login || login.split('@').next().is_some_and(|name| name == lower)
    });
    if own || is_common(&lower) { Err(Weak::Common) } else { Ok(()) }
}

/// One character again and again, a run of neighbours, or one of the first that anybody tries.
fn is_common(lower: &str) -> bool {
    const FIRST_TRIED: [&str; 14] = [
        "password",
        "passw0rd",
        "password1",
        "qwertyuiop",
        "qwerty123",
        "1q2w3e4r",
        "1qaz2wsx",
        "iloveyou",
        "a1234567",
        "aa123456",
        "abc12345",
        "abcd1234",
        "woaini1314",
        "5201314520",
    ];
    let letters: Vec<char> = lower.chars().collect();
    let step = |by: i64| {
        letters.windows(2).all(|pair| matches!(pair, [a, b] if i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by))
    };
    FIRST_TRIED.contains(&lower)
        || step(0)
        || step(1)
        || step(-1)
        || lower.starts_with("1234567")
        || letters.len() == 8 && step_pairs(&letters)
}

/// Two characters again and again: 12121212, 11223344.
fn step_pairs(letters: &[char]) -> bool {
    let halves: Vec<&[char]> = letters.chunks(2).collect();
    let same = halves.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let doubled = halves.iter().all(|pair| matches!(pair, [a, b] if a == b));
    same || doubled
}

static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get)));

/// 19 MiB, two passes, one lane: the first choice of OWASP's password storage sheet.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// What a password is verified against where there is no account.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| {
    argon().hash_password_with_salt(b"nobody has this password", b"yipin: no account").ok().map(|hash| hash.to_string())
});

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let turn = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await;
    let _turn = turn.ok().and_then(Result::ok).ok_or_else(|| Error::Busy("too many people sign in at once".to_owned()))?;
    tokio::task::spawn_blocking(work).await.map_err(|fault| Error::Busy(format!("hashing a password: {fault}")))
}

/// The string to store of a password.
pub async fn hash(password: &str) -> Result<String, Error> {
    let (password, salt) = (password.to_owned(), super::secret::chance::<16>()?);
    let hashed =
        in_turn(move || argon().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string())).await?;
    hashed.map_err(|fault| Error::Busy(format!("hashing a password: {fault}")))
}

/// Whether the password is the one whose string is stored. Without a stored one it takes as long, and is not.
pub async fn is_right(password: &str, stored: Option<&str>) -> Result<bool, Error> {
    // Nobody has a longer one, and hashing megabytes would be an easy way to keep a server busy.
    let password: String = password.chars().take(MOST + 1).collect();
    let known = stored.is_some();
    let stored = stored.map(str::to_owned).or_else(|| NOBODY.clone()).unwrap_or_default();
    let right = in_turn(move || argon().verify_password(password.as_bytes(), stored.as_str()).is_ok()).await?;
    Ok(right && known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_no_password() {
        for weak in ["12345678", "11111111", "87654321", "abcdefgh", "12121212", "11223344", "password", "Passw0rd", "123456789a"]
        {
            assert_eq!(accept(weak, &[]), Err(Weak::Common), "{weak}");
        }
        assert_eq!(accept("13812345678", &["+8613812345678"]), Err(Weak::Common));
        assert_eq!(accept("wangli88", &["wangli88@example.org"]), Err(Weak::Common));
        assert_eq!(accept("1234", &[]), Err(Weak::Short));
        assert_eq!(accept(&"长".repeat(MOST + 1), &[]), Err(Weak::Long));
        for fine in ["yipin-demo-2026", "岫岩的玉石最好看", "correct horse", "x9v2m4q1"] {
            assert_eq!(accept(fine, &["+8613812345678"]), Ok(()), "{fine}");
        }
    }

    #[tokio::test]
    async fn only_the_right_password_is_right_and_nobody_has_one() {
        let stored = hash("岫岩的玉石最好看").await.expect("a hash");
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(is_right("岫岩的玉石最好看", Some(&stored)).await.expect("verified"));
        assert!(!is_right("岫岩的玉石不好看", Some(&stored)).await.expect("verified"));
        assert!(!is_right("nobody has this password", None).await.expect("verified"));
        assert!(!is_right("", Some("not a hash")).await.expect("verified"));
        assert_ne!(stored, hash("岫岩的玉石最好看").await.expect("a hash"), "each has a salt of its own");
    }
}

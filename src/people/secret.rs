//! Chance and digests: links that work once, recovery codes, and the form in which they are stored. Pure but for chance.

use crate::error::Error;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

/// So many bytes nobody can foretell.
pub fn chance<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::config("the system gives no random bytes"))?;
    Ok(bytes)
}

/// A new secret for a link: 32 bytes as 64 small hexadecimal digits.
pub fn link() -> Result<String, Error> {
    Ok(hex(&chance::<32>()?))
}

/// What is stored of a secret: its SHA-256 as hexadecimal digits. Enough for secrets that nobody can guess; a password
/// needs argon2 instead.
pub fn key(secret: &str) -> String {
    hex(digest(&SHA256, secret.as_bytes()).as_ref())
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// The letters of base 32 (RFC 4648).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bytes in base 32 without padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0u32, 0);
    for &byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// Reads base 32; `None` if another letter stands in it.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let value = BASE32.iter().position(|&one| one == letter.to_ascii_uppercase())?;
        held = (held << 5) | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_32_reads_back_as_rfc_4648_writes_it() {
        for (plain, written) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), written);
            assert_eq!(from_base32(written).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(from_base32("01"), None);
    }

    #[test]
    fn links_are_long_and_never_alike() {
        let links: std::collections::HashSet<String> = (0..500).map(|_| link().expect("chance")).collect();
        assert!(links.len() == 500 && links.iter().all(|link| link.len() == 64));
    }

    #[test]
    fn a_key_is_the_sha_256_of_its_secret() {
        assert_eq!(key("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

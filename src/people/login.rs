//! What a person signs in with: a mobile number or an e-mail address, written in whatever way. Pure.
//!
//! Two ways of writing one number give one [`Login`]; what can be neither is refused with the reason.

use std::fmt;

/// A mobile number or an e-mail address in the one form that is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Login {
    /// Digits with a plus and the country's code: `+8613812345678`.
    Phone(String),
    /// In lower case.
    Email(String),
}

/// Why something is no login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLogin {
    Empty,
    /// Neither a mobile number nor an address.
    Neither,
    /// An address that can only belong to the sample city.
    Sample,
}

/// The sample city's own domain: its accounts never exist elsewhere.
const SAMPLE_DOMAIN: &str = "yipin.test";

impl Login {
    /// Reads what a person typed. Blanks, dashes, full-width characters and a leading 86 make no difference.
    pub fn read(typed: &str) -> Result<Self, NoLogin> {
        let plain: String = typed.chars().map(narrow).filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect();
        if plain.is_empty() {
            return Err(NoLogin::Empty);
        }
        if plain.contains('@') { email(&plain) } else { phone(&plain) }
    }

    /// The same, refusing the addresses of the sample city: for everything that makes an account.
    pub fn read_new(typed: &str) -> Result<Self, NoLogin> {
        let login = Self::read(typed)?;
        let sample = matches!(&login, Self::Email(email) if email.ends_with(&format!("@{SAMPLE_DOMAIN}")));
        if sample { Err(NoLogin::Sample) } else { Ok(login) }
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(text) | Self::Email(text) => text,
        }
    }

    /// The number, if it is one.
    pub fn phone(&self) -> Option<&str> {
        match self {
            Self::Phone(phone) => Some(phone),
            Self::Email(_) => None,
        }
    }

    /// The address, if it is one.
    pub fn email(&self) -> Option<&str> {
        match self {
            Self::Email(email) => Some(email),
            Self::Phone(_) => None,
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Full-width letters, digits and signs as plain ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}')
}

fn email(plain: &str) -> Result<Login, NoLogin> {
    let lower = plain.to_lowercase();
    let (name, domain) = lower.rsplit_once('@').ok_or(NoLogin::Neither)?;
    let sign = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_{|}~-".contains(c);
    let name_fine = (1..=64).contains(&name.len())
        && name.chars().all(sign)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let domain_fine = domain.len() <= 190 && domain.contains('.') && domain.split('.').all(part);
    if name_fine && domain_fine { Ok(Login::Email(lower)) } else { Err(NoLogin::Neither) }
}

fn phone(plain: &str) -> Result<Login, NoLogin> {
    let digits: String = plain.chars().filter(|c| !matches!(c, '-' | '(' | ')' | '.' | '–' | '—')).collect();
    let (abroad, digits) = match digits.strip_prefix('+').or_else(|| digits.strip_prefix("00")) {
        Some(rest) => (true, rest),
        None => (false, digits.as_str()),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NoLogin::Neither);
    }
    let home = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(digits);
    let mobile = home.len() == 11 && home.starts_with('1') && home.as_bytes().get(1).is_some_and(|second| *second >= b'3');
    if mobile {
        Ok(Login::Phone(format!("+86{home}")))
    } else if abroad && !digits.starts_with("86") && (8..=15).contains(&digits.len()) {
        Ok(Login::Phone(format!("+{digits}")))
    } else {
        Err(NoLogin::Neither)
    }
}

/// A number or address that shows who is meant without giving it away: `138****5678`, `w***@example.org`.
pub fn masked(login: &str) -> String {
    if let Some((name, domain)) = login.split_once('@') {
        let first: String = name.chars().take(1).collect();
        return format!("{first}***@{domain}");
    }
    let home = login.strip_prefix("+86").unwrap_or(login);
    let letters: Vec<char> = home.chars().collect();
    match (letters.get(..3), letters.len().checked_sub(4).and_then(|from| letters.get(from..))) {
        (Some(first), Some(last)) if letters.len() > 7 => {
            format!("{}****{}", first.iter().collect::<String>(), last.iter().collect::<String>())
        }
        _ => "****".to_owned(),
    }
}

/// A stored number as people write it: without the code of China.
pub fn written(login: &str) -> &str {
    login.strip_prefix("+86").unwrap_or(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form_however_it_is_written() {
        for typed in [
            "13812345678",
            " 138 1234 5678",
            "138-1234-5678",
            "+86 13812345678",
            "8613812345678",
            "１３８１２３４５６７８",
            "0086-138 12345678",
        ] {
            assert_eq!(Login::read(typed), Ok(Login::Phone("+8613812345678".into())), "{typed}");
        }
        assert_eq!(Login::read("+852 5123 4567"), Ok(Login::Phone("+85251234567".into())));
    }

    #[test]
    fn an_address_is_lower_case_and_without_blanks() {
        assert_eq!(Login::read(" Wang.Li＠Example.ORG "), Ok(Login::Email("wang.li@example.org".into())));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for typed in [
            "12345",
            "0412-5551721",
            "12812345678",
            "王丽",
            "a@b",
            "@example.org",
            "a@",
            "a b@-x.org",
            "a@x..org",
            "a\"@x.org",
            "a@x.org\r\nbcc:b@x.org@",
            "+86123",
            "' or 1=1",
            "1".repeat(40).as_str(),
        ] {
            assert_eq!(Login::read(typed), Err(NoLogin::Neither), "{typed}");
        }
        assert_eq!(Login::read(" \u{3000}\u{200b}"), Err(NoLogin::Empty));
    }

    #[test]
    fn the_sample_citys_addresses_cannot_be_taken() {
        assert_eq!(Login::read_new("Admin@Yipin.test"), Err(NoLogin::Sample));
        assert!(Login::read("admin@yipin.test").is_ok());
    }

    #[test]
    fn a_masked_login_shows_little() {
        assert_eq!(masked("+8613812345678"), "138****5678");
        assert_eq!(masked("wang@example.org"), "w***@example.org");
        assert_eq!(masked("+123"), "****");
    }
}

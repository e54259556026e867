//! The key of the house's digests.
//!
//! A citizen number is so short a secret that a plain digest of it can be undone by trying all of them; with a key that does
//! not lie beside the digests it cannot. So the key is never in the database, where every copy and every backup would
//! carry both: it comes from the setting `YIPIN_KEY`, or else from the file `key` in the data folder, made at first use
//! and readable by its owner only. Nodes that share one store must share one key. The store remembers the digest of a
//! fixed word, so that a node with another key is told so at once instead of finding nobody ([`super::store::marked`]).
//!
//! The key belongs with the backups, but apart from the copy of the database. Without it nobody can be put on record and no
//! citizen number finds its record; everything else goes on.

use crate::error::Error;
use ring::hmac;
use ring::rand::{SecureRandom as _, SystemRandom};
use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

/// The key. It cannot be printed.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A setting shorter than this is no key.
const SHORTEST: usize = 32;

impl Key {
    /// The key of a data folder: the setting if there is one, else the folder's file, which is made where there is none.
    pub fn of(data: &Path, setting: Option<&str>) -> Result<Self, Error> {
        match setting.map(str::trim).filter(|setting| !setting.is_empty()) {
            Some(setting) => Self::from_setting(setting),
            None => Self::from_file(&data.join("key")),
        }
    }

    /// A key from a setting: at least 32 characters.
    pub fn from_setting(setting: &str) -> Result<Self, Error> {
        if setting.len() < SHORTEST {
            return Err(Error::config(format!("YIPIN_KEY must be at least {SHORTEST} characters long")));
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, setting.as_bytes())))
    }

    fn from_file(path: &Path) -> Result<Self, Error> {
        let named = |fault: &dyn fmt::Display| Error::file(path.display(), fault);
        if !path.exists() {
            make(path).map_err(|fault| named(&fault))?;
        }
        let mut text = String::new();
        File::open(path).and_then(|mut file| file.read_to_string(&mut text)).map_err(|fault| named(&fault))?;
        let key = text.trim();
        if key.len() < SHORTEST {
            return Err(named(&format!("holds no key of at least {SHORTEST} characters")));
        }
        Self::from_setting(key)
    }

    /// The keyed digest of some texts, in hexadecimal.
    pub fn digest(&self, parts: &[&str]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            // The length first, so that no two lists of parts run together into one.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        hex(context.sign().as_ref())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writes a new key beside its place and moves it there in one step; of two processes that do so at once, one wins and both
/// read the same.
fn make(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut secret = [0u8; 32];
    SystemRandom::new().fill(&mut secret).map_err(|_| std::io::Error::other("the system gives no chance numbers"))?;
    let draft = path.with_extension(format!("new-{}", crate::db::show_id(crate::db::new_id())));
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(hex(&secret).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    // A hard link fails where the name is taken: the key that is there stays.
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_folder_keeps_its_key_and_shows_it_to_nobody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let once = Key::of(folder.path(), None).expect("a key").digest(&["word"]);
        assert_eq!(Key::of(folder.path(), None).expect("the same key").digest(&["word"]), once);
        let file = folder.path().join("key");
        assert_eq!(std::fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1, "no draft is left");
        std::fs::write(&file, "short").expect("written");
        assert!(Key::of(folder.path(), None).is_err());
    }

    #[test]
    fn a_setting_comes_before_the_file_and_must_be_long_enough() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Key::of(folder.path(), Some("too short")).is_err());
        assert!(Key::of(folder.path(), Some(&"x".repeat(32))).is_ok());
        assert!(!folder.path().join("key").exists());
    }

    #[test]
    fn texts_that_run_together_are_told_apart() {
        let key = Key::from_setting(&"x".repeat(32)).expect("a key");
        assert_ne!(key.digest(&["ab", "c"]), key.digest(&["a", "bc"]));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}

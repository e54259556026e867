//! Yipin (颐聘), a job market for elder care.
//!
//! The code map is in README.md; each module's first lines say what it promises and what it refuses.

pub mod codes;
pub mod person;

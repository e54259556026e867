//! What every page shares: who is looking and in which language (`visit`), the frame around a page (`layout`), the parts pages are
//! put together from (`parts`, `prose`, `drawings`), what a fault looks like (`fault`), and the files a page brings along (`assets`).
//!
//! A page is a struct of what it shows and a pure `draw`; its handler gathers the struct. Nothing here reads the database. There is
//! no inline script and no inline style, and every page says all it has to say without either.

pub mod assets;
pub mod docs;
pub mod drawings;
pub mod fault;
pub mod form;
pub mod health;
pub mod layout;
pub mod origin;
pub mod parts;
pub mod prose;
pub mod styleguide;
pub mod visit;

pub use layout::{Head, page};
pub use visit::Visit;

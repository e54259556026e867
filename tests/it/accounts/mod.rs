//! People with an account: how they come in, how they are kept apart, and what nobody can do to them.

mod attempts;
mod colleagues;
mod coming_in;
mod letters;
mod rights;
mod safety;

//! What the benches share.

// Each bench is a program of its own and takes its part of this.
#![allow(dead_code)]

pub mod figures;
pub mod market;

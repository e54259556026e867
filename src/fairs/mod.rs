//! Matching fairs: people and institutions under one roof for a day, with a timetable that is computed, stable and free of
//! clashes.
//!
//! [`plan`] is the pure engine that makes the timetable. It promises the same plan for the same fair, keeps every quota and
//! every fixed interview, and never sends anyone to two places at once. It refuses to guess: a request that contradicts
//! itself is answered with the faults by name, and whoever gets no interview is told why.

pub mod api;
pub mod plan;

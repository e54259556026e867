//! Yipin (颐聘), a job market for elder care.
//!
//! The code map is in README.md; each module's first lines say what it promises and what it refuses.

pub mod app;
pub mod audit;
pub mod candidates;
pub mod codes;
pub mod commands;
pub mod config;
pub mod db;
pub mod demo;
pub mod eligibility;
pub mod error;
pub mod fairs;
pub mod home;
pub mod import;
pub mod institutions;
pub mod jobs;
pub mod mail;
pub mod matching;
pub mod occupations;
pub mod office;
pub mod openings;
pub mod people;
pub mod person;
pub mod regions;
pub mod routes;
pub mod screening;
pub mod search;
pub mod time;
pub mod web;
pub mod words;

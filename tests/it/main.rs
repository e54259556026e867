//! The whole program, told as stories. Every story about the market runs on SQLite and on PostgreSQL; `world.rs` makes the
//! world it happens in.

mod accounts;
mod asking;
mod changes;
mod chaos;
mod claims;
mod commands;
mod eligibility;
mod feeds;
mod finding;
mod garbage;
mod importing;
mod judged;
mod lifecycle;
mod matches;
mod matching;
mod nodes;
mod outage;
mod pages;
mod people;
mod person;
mod planner;
mod postgres;
mod screening;
mod seeking;
mod world;
mod xml;

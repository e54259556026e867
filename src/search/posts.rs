//! The packed numbers of every post, in memory.
//!
//! A search looks at every post its query matches, to filter it and to count it into the facets. Out of the index's own
//! columns that costs more than matching does: each number is unpacked from its bits, behind two calls that cannot be
//! inlined. So the numbers that every post is asked for lie side by side here, 32 bytes a post, two posts in a line of the
//! processor's cache. A segment never changes, so what was read of it once stays as long as it is searched.

use super::schema::Facts;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// What a pass asks of every post; the parts are those of [`super::schema::Fields`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Post {
    pub facts: Facts,
    /// What it says and what it denies of every condition.
    pub conditions: u64,
    /// Lower and upper pay, yuan a month; 0 where not stated.
    pub pay: (u32, u32),
    /// How many posts say the same.
    pub alike: u16,
    /// Applications of late a place, in hundredths.
    pub crowd: u16,
    /// Days since 1970, which lasts until 2149.
    pub published: u16,
    /// Likewise; the largest number: no end.
    pub until: u16,
}

type Numbers = Arc<dyn ColumnValues<u64>>;

/// The posts of one segment.
pub struct Segment {
    posts: Vec<Post>,
    spot: Numbers,
    id: Numbers,
}

/// Upper and lower half of a packed pair.
const fn halves(pair: u64) -> (u32, u32) {
    ((pair >> 32) as u32, pair as u32)
}

/// The halves of a pair of numbers; what does not fit is as large as may be.
fn small(pair: u64) -> (u16, u16) {
    let (upper, lower) = halves(pair);
    (u16::try_from(upper).unwrap_or(u16::MAX), u16::try_from(lower).unwrap_or(u16::MAX))
}

impl Segment {
    fn read(reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = |name| reader.fast_fields().u64(name).map(|column| column.first_or_default_col(0));
        let mut posts = vec![Post::default(); reader.max_doc() as usize];
        let mut values = vec![0; posts.len()];
        let mut fill = |name, set: fn(&mut Post, u64)| {
            column(name)?.get_range(0, &mut values);
            posts.iter_mut().zip(&values).for_each(|(post, value)| set(post, *value));
            tantivy::Result::Ok(())
        };
        fill("facts", |post, value| post.facts = Facts(value))?;
        fill("conditions", |post, value| post.conditions = value)?;
        fill("pay", |post, value| post.pay = halves(value))?;
        fill("crowd", |post, value| (post.alike, post.crowd) = small(value))?;
        fill("days", |post, value| (post.published, post.until) = small(value))?;
        Ok(Self { posts, spot: column("spot")?, id: column("id")? })
    }

    /// The numbers of a post.
    #[inline]
    pub fn post(&self, doc: DocId) -> Post {
        self.posts.get(doc as usize).copied().unwrap_or_default()
    }

    /// Its position, packed.
    pub fn spot(&self, doc: DocId) -> u64 {
        self.spot.get_val(doc)
    }

    pub fn id(&self, doc: DocId) -> u64 {
        self.id.get_val(doc)
    }
}

/// The posts of the segments that were searched last.
#[derive(Default)]
pub struct Posts {
    known: RwLock<HashMap<SegmentId, Arc<Segment>>>,
}

impl Posts {
    /// The posts of each segment of a searcher, in its order. Reads what is new and forgets what is gone.
    pub fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Segment>>> {
        let readers = searcher.segment_readers();
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(all) = readers.iter().map(|reader| known.get(&reader.segment_id()).cloned()).collect() {
                return Ok(all);
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let mut now = HashMap::with_capacity(readers.len());
        let mut all = Vec::with_capacity(readers.len());
        for reader in readers {
            let id = reader.segment_id();
            let segment = match known.get(&id) {
                Some(known) => Arc::clone(known),
                None => Arc::new(Segment::read(reader)?),
            };
            now.insert(id, Arc::clone(&segment));
            all.push(segment);
        }
        *known = now;
        Ok(all)
    }
}

//! A run of nodes with their lists, and the searches of all parks among them.

use crate::rows::Rows;
use crate::seed::Seed;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A park with what is between it and a node, in the order of lists: by distance, then by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label(u64);

impl Label {
    /// After every label.
    pub(super) const NONE: Self = Self(u64::MAX);

    fn new(weight: Weight, park: u32) -> Self {
        Self(u64::from(weight.0) << 32 | u64::from(park))
    }

    pub(super) fn weight(self) -> Weight {
        Weight((self.0 >> 32) as u32)
    }

    pub(super) fn park(self) -> usize {
        self.number() as usize
    }

    #[expect(clippy::cast_possible_truncation, reason = "its lower half")]
    fn number(self) -> u32 {
        self.0 as u32
    }

    /// Puts the label in its place on a list, and off the list what the same park had there, or who was last.
    /// `false`, and no change, if the list has no worse label to give for it.
    #[inline]
    fn enter(self, list: &mut [Self]) -> bool {
        let Some(last) = list.len().checked_sub(1).filter(|last| self < list[*last]) else {
            return false;
        };
        let mut place = 0;
        while list[place] <= self {
            if list[place].number() == self.number() {
                return false;
            }
            place += 1;
        }
        let mut gone = place;
        while gone < last && list[gone].number() != self.number() {
            gone += 1;
        }
        list.copy_within(place..gone, place + 1);
        list[place] = self;
        true
    }
}

/// A way that leads to a node of another part.
#[derive(Clone, Copy)]
pub(super) struct Mail {
    node: u32,
    label: Label,
}

/// Nodes that one park has reached and not gone on from, nearest first: weight and node in one number.
type Queue = BinaryHeap<Reverse<u64>>;

/// A run of nodes with their lists, and what each park has still to do there.
pub(super) struct Part<'a> {
    first: u32,
    /// Nodes in a part; the last one may have fewer.
    size: u32,
    count: usize,
    lists: &'a mut [Label],
    queues: Vec<Queue>,
    /// Parks in the order of their turns: neighbours one after the other, who work on the same memory.
    turns: Vec<u32>,
    /// For each part, what leads there.
    mail: Vec<Vec<Mail>>,
}

impl<'a> Part<'a> {
    pub(super) fn new(
        index: usize,
        size: usize,
        lists: &'a mut [Label],
        count: usize,
        gates: &[Vec<Seed>],
    ) -> Self {
        let number = |n: usize| u32::try_from(n).expect("fewer than 2^32 nodes and parks");
        let mut turns: Vec<u32> = (0..number(gates.len())).collect();
        turns.sort_by_key(|park| gates[*park as usize].first().map(|seed| seed.node));
        let queues = gates.iter().map(|_| Queue::new()).collect();
        let (first, size) = (number(index * size), number(size));
        let mut part = Self { first, size, count, lists, queues, turns, mail: Vec::new() };
        for (park, seeds) in (0..).zip(gates) {
            for seed in seeds {
                if part.has(seed.node) {
                    part.offer(seed.node, Label::new(seed.weight, park));
                }
            }
        }
        part
    }

    /// The least weight that some park has to go on from.
    pub(super) fn least(&self) -> Option<u64> {
        self.queues.iter().filter_map(|queue| Some(queue.peek()?.0 >> 32)).min()
    }

    /// Lets each park, one after the other, go on from all nodes nearer to it than `limit`.
    pub(super) fn search(&mut self, into: &Rows, limit: u64) {
        let turns = std::mem::take(&mut self.turns);
        for &park in &turns {
            let mut queue = std::mem::take(&mut self.queues[park as usize]);
            while queue.peek().is_some_and(|Reverse(next)| next >> 32 < limit) {
                let Some(Reverse(next)) = queue.pop() else { break };
                self.go_on(
                    into,
                    &mut queue,
                    Label(next & !u64::from(u32::MAX) | u64::from(park)),
                    node_of(next),
                );
            }
            self.queues[park as usize] = queue;
        }
        self.turns = turns;
    }

    /// Offers the park to all nodes from which an arc leads to this one.
    #[inline]
    fn go_on(&mut self, into: &Rows, queue: &mut Queue, label: Label, node: u32) {
        // Others, or a shorter way, may have taken its place since.
        if !self.list(node).contains(&label) {
            return;
        }
        for arc in into.of(node) {
            let Some(weight) = label.weight().plus(arc.weight) else { continue };
            let further = Label::new(weight, label.number());
            if !self.has(arc.node) {
                self.send(Mail { node: arc.node, label: further });
            } else if further.enter(self.list(arc.node)) {
                queue.push(queued(weight, arc.node));
            }
        }
    }

    fn offer(&mut self, node: u32, label: Label) {
        if label.enter(self.list(node)) {
            self.queues[label.park()].push(queued(label.weight(), node));
        }
    }

    fn send(&mut self, mail: Mail) {
        let to = (mail.node / self.size) as usize;
        if self.mail.len() <= to {
            self.mail.resize_with(to + 1, Vec::new);
        }
        self.mail[to].push(mail);
    }

    pub(super) fn take_mail(&mut self, to: usize) -> Vec<Mail> {
        self.mail.get_mut(to).map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn receive(&mut self, mail: &mut Vec<Mail>) {
        mail.drain(..).for_each(|mail| self.offer(mail.node, mail.label));
    }

    /// Returns an emptied box, whose memory serves again.
    pub(super) fn give_back(&mut self, to: usize, mail: Vec<Mail>) {
        if let Some(place) = self.mail.get_mut(to) {
            *place = mail;
        }
    }

    fn has(&self, node: u32) -> bool {
        (self.first..self.first.saturating_add(self.size)).contains(&node)
    }

    #[inline]
    fn list(&mut self, node: u32) -> &mut [Label] {
        let start = (node - self.first) as usize * self.count;
        &mut self.lists[start..start + self.count]
    }
}

fn queued(weight: Weight, node: u32) -> Reverse<u64> {
    Reverse(u64::from(weight.0) << 32 | u64::from(node))
}

#[expect(clippy::cast_possible_truncation, reason = "its lower half")]
fn node_of(queued: u64) -> u32 {
    queued as u32
}

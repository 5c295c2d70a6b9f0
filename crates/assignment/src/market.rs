//! Where candidate lists come from.

/// Where longer candidate lists come from.
pub trait Market: Sync {
    /// Appends to `list` every agent, with its cost, that costs the job less than `below`, and
    /// perhaps more of them; whatever was appended for a smaller `below` is appended again. Says
    /// the least that the others cost, or `None` if there are no others.
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64>;

    /// The lists of many jobs, each with its `below`, in their order. Worth more than this default where what
    /// several jobs ask is found together.
    fn lists(&self, asked: &[(usize, i64)]) -> Vec<List> {
        let one = |&(job, below): &(usize, i64)| {
            let mut list = Vec::new();
            let unlisted = self.list(job, below, &mut list);
            (list, unlisted)
        };
        asked.iter().map(one).collect()
    }

    /// How many jobs that stand side by side are best asked for at once.
    fn batch(&self) -> usize {
        1 << 8
    }

    /// What an agent costs the job; `None` if it is not to be had. Worth more than this default where one
    /// pair is cheaper than a list.
    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        let mut list = Vec::new();
        self.list(job, i64::MAX, &mut list);
        list.into_iter().find(|pair| pair.0 == agent).map(|pair| pair.1)
    }
}

/// Agents with their costs, and the least that any other costs; `None` if there are no others.
pub type List = (Vec<(u32, i64)>, Option<i64>);

/// The agents that cost a job less than `below`, in order of cost, and the least that the others cost.
pub(crate) fn in_order(market: &dyn Market, job: usize, below: i64) -> List {
    let mut list = Vec::new();
    let unlisted = market.list(job, below, &mut list);
    sort(&mut list);
    (list, unlisted)
}

pub(crate) fn sort(list: &mut [(u32, i64)]) {
    list.sort_unstable_by_key(|&(agent, cost)| (cost, agent));
}

/// Up to which cost a list is to reach next, where it is not known how far is far enough.
pub(crate) fn twice(unlisted: i64) -> i64 {
    unlisted.saturating_mul(2).saturating_add(1)
}

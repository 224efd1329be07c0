//! Two futures, of which one is enough.

use std::{future::Future, future::poll_fn, pin::pin, task::Poll};

/// Which of two futures was done.
pub(crate) enum First<A, B> {
    A(A),
    B(B),
}

/// Runs both until one is done; `a` where both are.
pub(crate) async fn race<A, B>(
    a: impl Future<Output = A>,
    b: impl Future<Output = B>,
) -> First<A, B> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if let Poll::Ready(a) = a.as_mut().poll(context) {
            return Poll::Ready(First::A(a));
        }
        b.as_mut().poll(context).map(First::B)
    })
    .await
}

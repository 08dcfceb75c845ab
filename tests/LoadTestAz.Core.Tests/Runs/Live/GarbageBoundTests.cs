using LoadTestAz.Runs.Live;

namespace LoadTestAz.Core.Tests.Runs.Live;

/// <summary>Garbage that following a run may leave.</summary>
public sealed class GarbageBoundTests
{
    [Fact]
    public void When_much_was_put_on_the_heap_it_is_collected()
    {
        var bound = new GarbageBound();
        bound.Keep();
        var before = GC.CollectionCount(0);
        for (var allocated = 0L; allocated <= GarbageBound.Most; allocated += 10_000)
            GC.KeepAlive(new byte[10_000]);
        bound.Keep();

        // By .NET itself where somebody else has put so much there.
        Assert.True(GC.CollectionCount(0) > before);
    }

    [Fact]
    public void A_look_that_leaves_little_behind_asks_for_nothing()
    {
        // Of many, since tests beside this one allocate, too.
        var calm = Enumerable.Range(0, 1000).Count(_ =>
        {
            var bound = new GarbageBound();
            var before = GC.CollectionCount(1);
            bound.Keep();
            return GC.CollectionCount(1) == before;
        });

        Assert.True(calm > 0);
    }
}

using System.Collections.Immutable;
using Countersign.Embedded;
using Xunit;

namespace Countersign.Tests.Grains.Runtime;

public sealed class StateCopierTests
{
    [Fact]
    public void Copy_OfAMutableObject_IsUntouchedByLaterChanges()
    {
        var original = new Portfolio { Cash = 5, Positions = { ["EURUSD"] = [1, 2] } };

        var copy = StateCopier.Copy(original);
        original.Cash = 6;
        original.Positions["EURUSD"].Add(3);
        original.Positions["GBPUSD"] = [];

        Assert.Equal(5, copy.Cash);
        Assert.Equal([1, 2], copy.Positions["EURUSD"]);
        Assert.Single(copy.Positions);
    }

    [Fact]
    public void Copy_OfAnImmutableRecord_IsTheSameObject()
    {
        var original = new Quote("EURUSD", 1.1m, new Level(2), ImmutableArray.Create(1, 2));

        Assert.Same(original, StateCopier.Copy(original));
    }

    [Fact]
    public void Copy_OfARecordThatHoldsAList_HasAListOfItsOwn()
    {
        var original = new Basket("b", [1]);

        var copy = StateCopier.Copy(original);
        original.Lots.Add(2);

        Assert.Equal([1], copy.Lots);
    }

    [Fact]
    public void Copy_OfACycle_KeepsTheCycle()
    {
        var original = new Node();
        original.Next = new Node { Next = original };

        var copy = StateCopier.Copy(original);

        Assert.NotSame(original, copy);
        Assert.Same(copy, copy.Next!.Next);
    }

    [Fact]
    public void Copy_OfANestedArray_CopiesEachElement()
    {
        List<int>[,] original = { { [1], [2] }, { [3], [4] } };

        var copy = StateCopier.Copy(original);
        original[1, 0].Add(9);

        Assert.Equal([3], copy[1, 0]);
        Assert.Equal([4], copy[1, 1]);
    }

    [Fact]
    public void Copy_OfNull_IsNull() => Assert.Null(StateCopier.Copy<string?>(null));

    private sealed class Portfolio
    {
        public decimal Cash { get; set; }

        public Dictionary<string, List<int>> Positions { get; } = [];
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private readonly record struct Level(int Depth);

    private sealed record Quote(string Symbol, decimal Price, Level Level, ImmutableArray<int> Sizes);

    private sealed record Basket(string Name, List<int> Lots);
}

using Countersign.Grains.Audit;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

/// <summary>What holds for every list in either order.</summary>
internal static class ListOrders
{
    /// <summary>
    /// Read in parts, the list has each row once in either order, the one the other's mirror image, and a cursor of the one order is refused in the
    /// other. Parts of two rows cut through rows of one time where there are any.
    /// </summary>
    public static async Task HoldAsync<T>(Func<PageRequest, ValueTask<Page<T>>> list, int count, Func<T, object?>? key = null)
    {
        key ??= row => row;
        var whole = (await list(new PageRequest(PageRequest.LimitMax, null))).Items;
        Assert.Equal(count, whole.Length);
        Assert.True(count > 2, "A list of a single part proves nothing.");
        var (usual, cursor) = await PagesAsync(list, reversed: false);
        var (turned, turnedCursor) = await PagesAsync(list, reversed: true);

        Assert.Equal(whole.Select(key), usual.Select(key));
        Assert.Equal(whole.Reverse().Select(key), turned.Select(key));
        await Assert.ThrowsAsync<FormatException>(async () => await list(new PageRequest(2, cursor, Reversed: true)));
        await Assert.ThrowsAsync<FormatException>(async () => await list(new PageRequest(2, turnedCursor)));
    }

    private static async Task<(List<T> Rows, string FirstCursor)> PagesAsync<T>(Func<PageRequest, ValueTask<Page<T>>> list, bool reversed)
    {
        var rows = new List<T>();
        string? first = null;
        string? cursor = null;
        do
        {
            var page = await list(new PageRequest(2, cursor, reversed));
            Assert.InRange(page.Items.Length, 1, 2);
            rows.AddRange(page.Items);
            cursor = page.Next;
            first ??= cursor;
        }
        while (cursor is not null);

        return (rows, first!);
    }
}

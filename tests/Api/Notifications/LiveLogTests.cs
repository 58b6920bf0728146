using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Notifications;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class LiveLogTests
{
    [Theory]
    [InlineData("7-0", "1,2,3,4,5")]
    [InlineData("7-2", "3,4,5")]
    [InlineData("7-5", "")]
    public void After_AnEventThatIsKnown_GivesWhatCameSince(string id, string expected) =>
        Assert.Equal(expected, string.Join(',', Filled(10).After(id)!.Select(Number)));

    [Theory]
    [InlineData("7-6")]
    [InlineData("6-2")]
    [InlineData("7")]
    [InlineData("7--2")]
    [InlineData("7-+2")]
    [InlineData("7-2-2")]
    [InlineData("7-99999999999999999999")]
    [InlineData("")]
    public void After_AnEventThatNobodyKnows_GivesNothing(string id) => Assert.Null(Filled(10).After(id));

    [Fact]
    public void After_MoreThanIsKept_GivesNothing()
    {
        var log = Filled(3);

        Assert.Null(log.After("7-1"));
        Assert.Equal([3L, 4L, 5L], log.After("7-2")!.Select(Number));
    }

    private static long Number(LiveFrame frame) => long.Parse(frame.Data[^3..^2], System.Globalization.CultureInfo.InvariantCulture);

    private static LiveLog Filled(int capacity)
    {
        var log = new LiveLog(7, capacity);
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal($"7-{i}", log.NextId);
            log.Add(LiveFrame.Of("idea", new LiveNotice($"i-{i}"), log.NextId));
        }

        return log;
    }
}

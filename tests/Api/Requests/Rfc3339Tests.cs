using Countersign.Api.Requests;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.0000000+00:00")]
    [InlineData("2026-01-31T09:30:00.5Z", "2026-01-31T09:30:00.5000000+00:00")]
    [InlineData("2026-01-31T09:30:00+02:00", "2026-01-31T07:30:00.0000000+00:00")]
    [InlineData("2026-01-31T09:30:00.1234567-05:00", "2026-01-31T14:30:00.1234567+00:00")]
    public void TryParse_DateTimeAndOffset_IsThatTimeInUtc(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(expected, time.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T09:30:00")]
    [InlineData("2026-01-31 09:30:00Z")]
    [InlineData("2026-02-30T09:30:00Z")]
    [InlineData("31/01/2026")]
    [InlineData("1769851800")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}

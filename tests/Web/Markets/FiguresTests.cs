using Countersign.Api.Contracts.Markets;
using Countersign.Web;
using Countersign.Web.Markets;

namespace Countersign.Tests.Web.Markets;

public sealed class FiguresTests
{
    private static readonly Instrument Yen = new("USDJPY", "", "USD", "JPY", 0.001m, 1, 1, 1, 0.01m, 3, null, false, null);

    [Fact]
    public void Price_OfAnInstrument_HasItsDecimals() => Assert.Equal("150.260", Figures.Price(150.26000000m, Yen));

    [Fact]
    public void Price_ThatIsMissing_IsADash() => Assert.Equal("–", Figures.Price(null, Yen));

    [Fact]
    public void Result_BelowZero_HasARealMinus() => Assert.Equal("−1,234.50", Figures.Result(-1234.5m));

    [Theory]
    [InlineData(3 * 3600 + 62, "3 h 01 min")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(9, "9 s")]
    [InlineData(-1, "now")]
    public void Left_OfAnExpiry_IsShort(int seconds, string expected) => Assert.Equal(expected, Figures.Left(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("http://[::]:8080", "http://localhost:8080/")]
    [InlineData("http://*:8080", "http://localhost:8080/")]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    public void ApiAddress_OfAListeningAddress_CanBeCalled(string listening, string expected) =>
        Assert.Equal(expected, ApiAddress.Callable(listening));
}

using System.Net;
using Countersign.Api.Contracts;
using Countersign.Api.Requests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Tests.Api.Requests;

/// <summary>Whose address a request has that comes through the web desk, and that nobody else can say it.</summary>
public sealed class ForwardedAddressTests
{
    private static readonly IPAddress WebDesk = IPAddress.Loopback;
    private readonly EphemeralDataProtectionProvider keys = new();

    [Fact]
    public async Task Address_SealedByTheWebDesk_IsTheCallers() =>
        Assert.Equal(IPAddress.Parse("203.0.113.7"), await AddressOfAsync(Seal(CallerAddress.Purpose, "203.0.113.7")));

    [Fact]
    public async Task Address_InPlainText_SaysNothing() => Assert.Equal(WebDesk, await AddressOfAsync("203.0.113.7"));

    [Fact]
    public async Task Address_SealedForSomethingElse_SaysNothing() => Assert.Equal(WebDesk, await AddressOfAsync(Seal("another purpose", "203.0.113.7")));

    [Fact]
    public async Task Address_SealedWithOtherKeys_SaysNothing() => Assert.Equal(
        WebDesk,
        await AddressOfAsync(new EphemeralDataProtectionProvider().CreateProtector(CallerAddress.Purpose).ToTimeLimitedDataProtector()
            .Protect("203.0.113.7", TimeSpan.FromMinutes(1))));

    [Fact]
    public async Task Address_WhoseSealIsOver_SaysNothing() => Assert.Equal(
        WebDesk,
        await AddressOfAsync(keys.CreateProtector(CallerAddress.Purpose).ToTimeLimitedDataProtector()
            .Protect("203.0.113.7", DateTimeOffset.UnixEpoch)));

    private string Seal(string purpose, string address) =>
        keys.CreateProtector(purpose).ToTimeLimitedDataProtector().Protect(address, TimeSpan.FromMinutes(1));

    private async Task<IPAddress?> AddressOfAsync(string header)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = WebDesk } };
        context.Request.Headers[CallerAddress.Header] = header;
        await new ForwardedAddress(_ => Task.CompletedTask, keys).InvokeAsync(context);
        Assert.False(context.Request.Headers.ContainsKey(CallerAddress.Header));
        return context.Connection.RemoteIpAddress;
    }
}

using System.Net;
using System.Text;
using Countersign.Api.Notifications;
using Countersign.Domain.Tenants;
using Countersign.Grains.Notifications;
using Countersign.Silo.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Api.Notifications;

public sealed class AddressRulesTests
{
    private static readonly TenantId Tenant = TenantId.Parse("t-demo");

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    public void Address_OfThePublicInternet_IsAllowed(string address) => Assert.True(new AddressRules(false, []).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void Address_OfAMachineOfOurs_IsRefused(string address) => Assert.False(new AddressRules(false, []).Allows(IPAddress.Parse(address)));

    [Fact]
    public void Address_OfANetworkThatTheSettingsName_IsAllowedAndItsNeighbourIsNot()
    {
        var rules = new AddressRules(false, [IPNetwork.Parse("10.1.0.0/16"), IPNetwork.Parse("fd12::/32")]);

        Assert.True(rules.Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(rules.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.True(rules.Allows(IPAddress.Parse("fd12::1")));
        Assert.False(rules.Allows(IPAddress.Parse("10.2.0.1")));
        Assert.False(rules.Allows(IPAddress.Parse("127.0.0.1")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Message_ToThisMachineByAnyName_IsNotSent(string host)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var protection = new EphemeralDataProtectionProvider();
        using var sender = new WebhookSender(Options.Create(new WebhookOptions()), protection, TimeProvider.System);
        var secret = WebhookSecret.Seal(protection, Tenant, new byte[WebhookSecret.Bytes]);

        var result = await sender.SendAsync(
            new WebhookPost(Tenant, $"http://{host}:{new Uri(receiver.Url).Port}/", "msg_1", [.. Encoding.UTF8.GetBytes("{}")], [secret]),
            TestContext.Current.CancellationToken);

        Assert.Equal((null, "The address is not one of the public internet."), (result.Answer, result.Error));
        Assert.Equal(0, receiver.Unseen);
    }

    [Fact]
    public async Task Message_WhoseSecretCannotBeRead_IsNotSent()
    {
        using var sender = new WebhookSender(
            Options.Create(new WebhookOptions { AllowLoopback = true }), new EphemeralDataProtectionProvider(), TimeProvider.System);
        var secret = WebhookSecret.Seal(new EphemeralDataProtectionProvider(), Tenant, new byte[WebhookSecret.Bytes]);

        var result = await sender.SendAsync(
            new WebhookPost(Tenant, "http://127.0.0.1:1/", "msg_1", [], [secret]), TestContext.Current.CancellationToken);

        Assert.Null(result.Answer);
        Assert.NotNull(result.Error);
    }
}

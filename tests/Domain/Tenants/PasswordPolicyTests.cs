using Countersign.Domain.Tenants;
using Xunit;

namespace Countersign.Tests.Domain.Tenants;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("a quite unlikely phrase")]
    [InlineData("tR7-bmQx2-kw9Z")]
    [InlineData("gelbe Gurken klettern")]
    public void Check_LongAndUnlisted_IsTaken(string password) => Assert.Empty(PasswordPolicy.Check(password, "alice@example.com", "Alice"));

    [Theory]
    [InlineData("short one", "password.length")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.monotonous")]
    [InlineData("abababababababab", "password.monotonous")]
    [InlineData("abcdefghijklmnop", "password.monotonous")]
    [InlineData("1234567890123", "password.monotonous")]
    [InlineData("passwordpassword", "password.leaked")]
    [InlineData("Password2026!!", "password.leaked")]
    [InlineData("P@ssw0rd123456", "password.leaked")]
    [InlineData("!!welcome2024!!", "password.leaked")]
    [InlineData("qwertyuiopasdf", "password.leaked")]
    [InlineData("iloveyousummer99", "password.leaked")]
    [InlineData("correcthorsebatterystaple", "password.leaked")]
    [InlineData("marianne-2026", "password.own_name")]
    public void Check_EasyToGuess_SaysWhy(string password, string code) =>
        Assert.Contains(code, PasswordPolicy.Check(password, "marianne@example.com", "Marianne").Select(r => r.Code));

    [Fact]
    public void Check_OverTheLimit_IsRefused() =>
        Assert.Equal(["password.length"], PasswordPolicy.Check(string.Concat(Enumerable.Range(0, 60).Select(i => $"x{i * 7919}y"))).Select(r => r.Code));
}

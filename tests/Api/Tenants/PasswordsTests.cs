using Countersign.Api;
using Countersign.Api.Tenants;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class PasswordsTests
{
    private readonly Passwords passwords = new(Options.Create(new ApiOptions { Passwords = { Iterations = 1_000 } }));

    [Fact]
    public async Task Check_RightPassword_IsTrue() =>
        Assert.True(await passwords.CheckAsync(passwords.Hash("right horse"), "right horse", TestContext.Current.CancellationToken));

    [Fact]
    public async Task Check_WrongPassword_IsFalse() =>
        Assert.False(await passwords.CheckAsync(passwords.Hash("right horse"), "wrong horse", TestContext.Current.CancellationToken));

    [Fact]
    public async Task Check_NobodyAndThePasswordOfTheDummy_IsFalse() =>
        Assert.False(await passwords.CheckAsync(null, "of nobody", TestContext.Current.CancellationToken));

    [Fact]
    public void IsOutdated_HashOfOtherRounds_IsTrueAndOfTheseFalse()
    {
        using var stronger = new Passwords(Options.Create(new ApiOptions { Passwords = { Iterations = 2_000 } }));

        Assert.True(stronger.IsOutdated(passwords.Hash("right horse")));
        Assert.False(passwords.IsOutdated(passwords.Hash("right horse")));
        Assert.True(passwords.IsOutdated("no hash at all"));
    }

    [Fact]
    public void Hash_SamePasswordTwice_Differs() => Assert.NotEqual(passwords.Hash("a"), passwords.Hash("a"));

    [Fact]
    public void Hash_Default_IsV3WithSha512AndTheConfiguredRounds()
    {
        var hash = Convert.FromBase64String(new Passwords(Options.Create(new ApiOptions())).Hash("a"));

        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
        Assert.Equal(210_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
    }
}

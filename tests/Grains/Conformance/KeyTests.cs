using Orleans;
using Orleans.Runtime;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

public interface IStringKeyGrain : IGrainWithStringKey
{
    Task<string> Key();
}

public interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public interface IIntegerKeyGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public interface IGuidCompoundKeyGrain : IGrainWithGuidCompoundKey
{
    Task<string> Key();
}

public interface IIntegerCompoundKeyGrain : IGrainWithIntegerCompoundKey
{
    Task<string> Key();
}

internal sealed class StringKeyGrain : Grain, IStringKeyGrain
{
    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());
}

internal sealed class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

internal sealed class IntegerKeyGrain : Grain, IIntegerKeyGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

internal sealed class GuidCompoundKeyGrain : Grain, IGuidCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKey(out var extension)} {extension}");
}

internal sealed class IntegerCompoundKeyGrain : Grain, IIntegerCompoundKeyGrain
{
    public Task<string> Key() => Task.FromResult($"{this.GetPrimaryKeyLong(out var extension)} {extension}");
}

[Collection(ConformanceCollection.Name)]
public sealed class KeyTests(ConformanceCluster cluster)
{
    private IGrainFactory Grains => cluster.Client;

    [Theory]
    [InlineData("t-demo/a-1")]
    [InlineData("with space + plus, Ünï©ode")]
    [InlineData("42")]
    public async Task StringKey_InTheGrain_IsTheCallersKey(string key)
    {
        var grain = Grains.GetGrain<IStringKeyGrain>(key);

        Assert.Equal(key, await grain.Key());
        Assert.Equal(key, grain.GetPrimaryKeyString());
    }

    [Fact]
    public async Task GuidKey_InTheGrain_IsTheCallersKey()
    {
        var key = new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        var grain = Grains.GetGrain<IGuidKeyGrain>(key);

        Assert.Equal(key, await grain.Key());
        Assert.Equal(key, grain.GetPrimaryKey());
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task IntegerKey_InTheGrain_IsTheCallersKey(long key)
    {
        var grain = Grains.GetGrain<IIntegerKeyGrain>(key);

        Assert.Equal(key, await grain.Key());
        Assert.Equal(key, grain.GetPrimaryKeyLong());
    }

    [Fact]
    public async Task GuidCompoundKey_InTheGrain_IsTheCallersKey()
    {
        var key = new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        var grain = Grains.GetGrain<IGuidCompoundKeyGrain>(key, "a+b", null);

        Assert.Equal($"{key} a+b", await grain.Key());
    }

    [Fact]
    public async Task IntegerCompoundKey_InTheGrain_IsTheCallersKey()
    {
        var grain = Grains.GetGrain<IIntegerCompoundKeyGrain>(-7, "EUR/USD", null);

        Assert.Equal("-7 EUR/USD", await grain.Key());
    }

    [Fact]
    public void Keys_ThatDifferInCase_AreDifferentGrains()
    {
        Assert.NotEqual(Grains.GetGrain<IStringKeyGrain>("abc").GetGrainId(), Grains.GetGrain<IStringKeyGrain>("ABC").GetGrainId());
        Assert.NotEqual(Grains.GetGrain<IStringKeyGrain>("42").GetGrainId(), Grains.GetGrain<IStringKeyGrain>("042").GetGrainId());
    }

    [Fact]
    public void References_SameKey_AreEqual()
    {
        var one = Grains.GetGrain<IStringKeyGrain>("same");
        var two = Grains.GetGrain<IStringKeyGrain>("same");

        Assert.Equal(one, two);
        Assert.Equal(one.GetHashCode(), two.GetHashCode());
        Assert.NotEqual(one, Grains.GetGrain<IStringKeyGrain>("other"));
    }

    [Fact]
    public void GrainId_TextForm_ParsesBack()
    {
        var id = Grains.GetGrain<IStringKeyGrain>("t-demo/a-1").GetGrainId();

        Assert.Equal(id, GrainId.Parse(id.ToString()));
        Assert.EndsWith("/t-demo/a-1", id.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void IntegerKey_InTheGrainId_IsHexadecimal() =>
        Assert.Equal("FF", Grains.GetGrain<IIntegerKeyGrain>(255).GetGrainId().Key.ToString());

    [Fact]
    public void GuidKey_InTheGrainId_HasNoDashes() =>
        Assert.Equal(
            "6f9619ff8b86d011b42d00cf4fc964ff",
            Grains.GetGrain<IGuidKeyGrain>(new Guid("6f9619ff-8b86-d011-b42d-00cf4fc964ff")).GetGrainId().Key.ToString());

    [Fact]
    public void GrainType_OfAGrainClass_IsItsLowerCaseNameWithoutGrain() =>
        Assert.Equal("stringkey", Grains.GetGrain<IStringKeyGrain>("a").GetGrainId().Type.ToString());

    [Fact]
    public async Task GetGrain_ByInterfaceType_MeetsTheSameGrain()
    {
        var grain = (IStringKeyGrain)Grains.GetGrain(typeof(IStringKeyGrain), "by type");

        Assert.Equal("by type", await grain.Key());
        Assert.Equal(Grains.GetGrain<IStringKeyGrain>("by type").GetGrainId(), grain.GetGrainId());
    }

    [Fact]
    public async Task GetGrain_ByGrainId_MeetsTheSameGrain()
    {
        var id = Grains.GetGrain<IStringKeyGrain>("by id").GetGrainId();

        Assert.Equal("by id", await Grains.GetGrain<IStringKeyGrain>(id).Key());
    }

    [Fact]
    public void GetGrain_EmptyOrNullKey_IsRefused()
    {
        Assert.ThrowsAny<ArgumentException>(() => Grains.GetGrain<IStringKeyGrain>(null!));
        Assert.ThrowsAny<ArgumentException>(() => Grains.GetGrain<IStringKeyGrain>(""));
    }

    [Fact]
    public void GetGrain_InterfaceWithoutAClass_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Grains.GetGrain<IOrphanGrain>("nobody"));
}

/// <summary>Nothing implements it.</summary>
public interface IOrphanGrain : IGrainWithStringKey
{
    Task Ask();
}

namespace Countersign.Tests.Web.Hosting;

/// <summary>One desk and one browser for all tests of a kind: starting them takes longer than the tests.</summary>
[CollectionDefinition(Name)]
public sealed class DeskCollection : ICollectionFixture<RecordedDesk>, ICollectionFixture<Browser>
{
    public const string Name = "desk";
}

/// <summary>The same with a made-up market, which needs no recording.</summary>
[CollectionDefinition(Name)]
public sealed class SimulationCollection : ICollectionFixture<SimulatedDesk>, ICollectionFixture<Browser>
{
    public const string Name = "simulation";
}

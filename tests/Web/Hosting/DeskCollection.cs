namespace Countersign.Tests.Web.Hosting;

/// <summary>One desk and one browser for all page tests: starting them takes longer than the tests.</summary>
[CollectionDefinition(Name)]
public sealed class DeskCollection : ICollectionFixture<RunningDesk>, ICollectionFixture<Browser>
{
    public const string Name = "desk";
}

[assembly: Xunit.AssemblyFixture(typeof(Countersign.Tests.Fixtures.PostgresServer))]
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]

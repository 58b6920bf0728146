[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
[assembly: Xunit.TestCaseOrderer(typeof(Countersign.Tests.Fixtures.SeededOrder))]
[assembly: Xunit.TestCollectionOrderer(typeof(Countersign.Tests.Fixtures.SeededOrder))]

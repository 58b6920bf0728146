using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

namespace Countersign.Tests.Fixtures;

/// <summary>
/// The order of tests, by their names and a seed alone. xUnit's own follows from the folder that the tests were built in, so that a test that leans on
/// another one would fail on one machine only. COUNTERSIGN_TEST_ORDER=n tries order n.
/// </summary>
public sealed class SeededOrder : ITestCaseOrderer, ITestCollectionOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_ORDER") is { Length: > 0 } seed ? seed : "1";

    public IReadOnlyCollection<T> OrderTestCases<T>(IReadOnlyCollection<T> testCases)
        where T : notnull, ITestCase => [.. testCases.OrderBy(t => Place(t.TestCaseDisplayName), StringComparer.Ordinal)];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(c => Place(c.TestCollectionDisplayName), StringComparer.Ordinal)];

    private static string Place(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{name}")));
}

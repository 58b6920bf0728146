using Xunit;

namespace Countersign.Tests.Architecture.Reading;

/// <summary>Asserts that nothing breaks a rule, and otherwise says all that does.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> broken)
    {
        var found = broken.ToArray();
        if (found.Length > 0)
        {
            Assert.Fail($"{found.Length} places break the rule:\n{string.Join('\n', found)}");
        }
    }
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Countersign.Tests.Architecture.Sources;

/// <summary>Tests say in their name what they assert, assert it, and wait for what they need instead of sleeping.</summary>
internal static class TestRule
{
    public static IEnumerable<string> Check(TextFile file)
    {
        foreach (var test in SourceText.Root(file).DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsTest))
        {
            var name = test.Identifier.Text;
            if (!name.Contains('_'))
            {
                yield return $"{SourceText.Place(file, test)} {name} does not say subject and expectation: Subject_Situation_Expectation";
            }

            if (Skips(test))
            {
                yield return $"{SourceText.Place(file, test)} {name} is switched off";
            }
        }

        foreach (var call in SourceText.Root(file).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(Sleeps))
        {
            yield return $"{SourceText.Place(file, call)} sleeps by the system's clock: {call.Expression}";
        }
    }

    private static bool IsTest(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Fact" or "Theory");

    private static bool Skips(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(l => l.Attributes).SelectMany(a => a.ArgumentList?.Arguments ?? [])
            .Any(a => a.NameEquals?.Name.Identifier.Text == "Skip");

    // One argument, or a second that is a token: no time provider is given.
    private static bool Sleeps(InvocationExpressionSyntax call) => call.Expression.ToString() switch
    {
        "Thread.Sleep" => true,
        "Task.Delay" => !call.ArgumentList.Arguments.Skip(1).Any(a => a.ToString().Contains("time", StringComparison.OrdinalIgnoreCase))
            && call.ArgumentList.Arguments[0].Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: "InfiniteTimeSpan" or "Infinite" },
        _ => false,
    };
}

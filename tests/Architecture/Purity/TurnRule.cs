using Countersign.Tests.Architecture.Reading;
using Countersign.Tests.Architecture.Sources;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Purity;

/// <summary>A grain's turn stays on the grain's own scheduler and never blocks it.</summary>
internal static class TurnRule
{
    private static readonly HashSet<string> Forbidden =
    [
        "System.Threading.Tasks.Task::ConfigureAwait", "System.Threading.Tasks.Task`1::ConfigureAwait",
        "System.Threading.Tasks.ValueTask::ConfigureAwait", "System.Threading.Tasks.ValueTask`1::ConfigureAwait",
        "System.Threading.Tasks.Task::Run", "System.Threading.Tasks.TaskFactory::StartNew", "System.Threading.ThreadPool::QueueUserWorkItem",
        "System.Threading.Tasks.Task::Wait", "System.Threading.Tasks.Task::WaitAll", "System.Threading.Tasks.Task::WaitAny",
        "System.Threading.Tasks.Task`1::get_Result", "System.Threading.Tasks.ValueTask`1::get_Result",
    ];

    /// <summary>Calls of a module that leave the turn or block it.</summary>
    public static IEnumerable<string> Check(ModuleDefinition module) =>
        from type in TypeUse.TopLevel(module)
        from call in TypeUse.Calls(type)
        let name = $"{call.Called.DeclaringType.GetElementType().FullName}::{call.Called.Name}"
        where Forbidden.Contains(name)
        select $"{type.FullName} calls {name}";

    /// <summary>
    /// Waits by <c>GetAwaiter().GetResult()</c>. In a compiled asynchronous method they look like an <c>await</c>, so the source is read.
    /// </summary>
    public static IEnumerable<string> CheckSource(TextFile file) =>
        from call in SourceText.Root(file).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where call.Name.Identifier.Text == "GetResult"
            && call.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } }
        select $"{SourceText.Place(file, call)} waits with GetAwaiter().GetResult()";
}

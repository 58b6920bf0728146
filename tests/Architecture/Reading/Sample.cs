using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Reading;

/// <summary>A small program that breaks a rule on purpose, compiled in memory: a rule that finds nothing in it checks nothing.</summary>
internal static class Sample
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>Compiles a sample.</summary>
    /// <exception cref="InvalidOperationException">It does not compile, so it shows nothing.</exception>
    public static ModuleDefinition Compile(string source)
    {
        using var image = new MemoryStream();
        var result = Compilation(source).Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        }

        return ModuleDefinition.ReadModule(new MemoryStream(image.ToArray()), DeskAssemblies.WithNeighbours());
    }

    /// <summary>The ids of the errors that the compiler gives, such as CS0019.</summary>
    public static string[] Errors(string source) =>
        [.. Compilation(source).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id)];

    private static CSharpCompilation Compilation(string source) => CSharpCompilation.Create(
        "Countersign.Sample",
        [Parse(Usings), Parse(source)],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));
}

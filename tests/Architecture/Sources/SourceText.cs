using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Countersign.Tests.Architecture.Sources;

/// <summary>C# source as syntax.</summary>
internal static class SourceText
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    public static CompilationUnitSyntax Root(TextFile file) => CSharpSyntaxTree.ParseText(file.Text, Options).GetCompilationUnitRoot();

    /// <summary>The file and line of a node, for people.</summary>
    public static string Place(TextFile file, SyntaxNode node) => $"{file.Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>The names of the types that a file declares outside any other type.</summary>
    public static string[] TopLevelTypes(CompilationUnitSyntax root) => [.. TopLevel(root).Select(NameOf).Where(n => n.Length > 0)];

    /// <summary>Those of them that are a part of a type.</summary>
    public static string[] PartialTypes(CompilationUnitSyntax root) =>
        [.. TopLevel(root).Where(m => m.Modifiers.Any(SyntaxKind.PartialKeyword)).Select(NameOf)];

    private static IEnumerable<MemberDeclarationSyntax> TopLevel(CompilationUnitSyntax root) =>
        root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>();

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };
}

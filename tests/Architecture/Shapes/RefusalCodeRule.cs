using System.Text.RegularExpressions;
using Countersign.Tests.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Countersign.Tests.Architecture.Shapes;

/// <summary>A refusal's code is for programs: lower-case words, dotted, literal in the source so that it can be found.</summary>
internal static partial class RefusalCodeRule
{
    /// <summary>Every code that a file gives to a refusal, with where it stands.</summary>
    public static IEnumerable<(string Place, string Code)> CodesIn(TextFile file) =>
        from node in SourceText.Root(file).DescendantNodes()
        let arguments = ArgumentsOf(node)
        where arguments is { Count: >= 2 } && arguments.Value[0].Expression is LiteralExpressionSyntax
        let literal = (LiteralExpressionSyntax)arguments!.Value[0].Expression
        where literal.IsKind(SyntaxKind.StringLiteralExpression)
        select (SourceText.Place(file, literal), literal.Token.ValueText);

    public static IEnumerable<string> Check(TextFile file) =>
        from found in CodesIn(file)
        where !IsCode(found.Code)
        select $"{found.Place} '{found.Code}' is not a code: dotted lower-case words are";

    public static bool IsCode(string text) => Shape().IsMatch(text);

    private static SeparatedSyntaxList<ArgumentSyntax>? ArgumentsOf(SyntaxNode node) => node switch
    {
        ObjectCreationExpressionSyntax { Type: var type, ArgumentList: { } list } when IsRefusal(type) => list.Arguments,
        PrimaryConstructorBaseTypeSyntax { Type: var type, ArgumentList: var list } when IsRefusal(type) => list.Arguments,
        ImplicitObjectCreationExpressionSyntax created when DeclaredType(created) is { } type && IsRefusal(type) => created.ArgumentList.Arguments,
        _ => null,
    };

    // new(…) says its type where it is declared: the member it is the value of.
    private static TypeSyntax? DeclaredType(SyntaxNode node) => node.Ancestors().Select(a => a switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        PropertyDeclarationSyntax property => property.Type,
        VariableDeclarationSyntax variable => variable.Type,
        _ => null,
    }).OfType<TypeSyntax>().FirstOrDefault();

    private static bool IsRefusal(TypeSyntax type) => type.ToString().TrimEnd('?').Split('.')[^1] == "Refusal";

    [GeneratedRegex(@"^[a-z_]+(\.[a-z_]+)*\z")]
    private static partial Regex Shape();
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Countersign.Domain.Strategies;

namespace Countersign.Domain.Backtests.Research;

/// <summary>A strategy's canonical text cut at the places that parameters fill: a point's text is the pieces with its values between them.</summary>
internal sealed class StrategyTemplate
{
    private readonly ImmutableArray<Piece> pieces;

    private StrategyTemplate(ImmutableArray<Piece> pieces) => this.pieces = pieces;

    /// <param name="parameters">With targets that exist, none of them twice.</param>
    public static StrategyTemplate Of(StrategyDefinition definition, ImmutableArray<ResearchParameter> parameters)
    {
        var text = Encoding.UTF8.GetBytes(StrategyJson.Write(definition));
        var places = JsonPlaces.Of(text);
        var holes = parameters.SelectMany((parameter, i) => parameter.Targets.Select(target => (Target: target, Parameter: i)))
            .GroupBy(hole => hole.Target.Path)
            .OrderBy(group => places[group.Key].Start);
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        var from = 0;
        foreach (var hole in holes)
        {
            var place = places[hole.Key];
            pieces.Add(new Piece(Encoding.UTF8.GetString(text, from, place.Start - from), -1));
            Fill(pieces, text, place, [.. hole]);
            from = place.Start + place.Length;
        }

        pieces.Add(new Piece(Encoding.UTF8.GetString(text, from, text.Length - from), -1));
        return new StrategyTemplate(pieces.ToImmutable());
    }

    public string Text(ImmutableArray<ResearchParameter> parameters, ParameterPoint point)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            text.Append(piece.Parameter < 0 ? piece.Text : parameters[piece.Parameter].Levels[point[piece.Parameter]].Json);
        }

        return text.ToString();
    }

    private static void Fill(
        ImmutableArray<Piece>.Builder pieces, byte[] text, JsonPlace place, ImmutableArray<(ParameterTarget Target, int Parameter)> holes)
    {
        if (holes[0].Target.Argument is null)
        {
            pieces.Add(new Piece(string.Empty, holes[0].Parameter));
            return;
        }

        var written = JsonSerializer.Deserialize<string>(text.AsSpan(place.Start, place.Length))!;
        var indicator = IndicatorText.Read(written)!;
        pieces.Add(new Piece($"\"{indicator.Name}(", -1));
        for (var i = 0; i < indicator.Arguments.Length; i++)
        {
            if (i > 0)
            {
                pieces.Add(new Piece(",", -1));
            }

            var hole = holes.FirstOrDefault(h => h.Target.Argument == i, (default, -1));
            pieces.Add(hole.Parameter < 0 ? new Piece(indicator.Arguments[i], -1) : new Piece(string.Empty, hole.Parameter));
        }

        pieces.Add(new Piece($"){indicator.Tail}\"", -1));
    }

    /// <param name="Parameter">Whose value stands here; −1 for the text itself.</param>
    private readonly record struct Piece(string Text, int Parameter);
}

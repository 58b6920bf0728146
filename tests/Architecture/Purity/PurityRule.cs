using Countersign.Tests.Architecture.Reading;
using Mono.Cecil;

namespace Countersign.Tests.Architecture.Purity;

/// <summary>No clock, Guid, sleep or chance of its own in rules and grains: time and randomness come from outside.</summary>
internal static class PurityRule
{
    private static readonly HashSet<string> Forbidden =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid", "System.Guid::CreateVersion7", "System.Random::get_Shared",
        "System.Threading.Thread::Sleep", "System.Threading.Thread::SpinWait",
        "System.Environment::get_TickCount", "System.Environment::get_TickCount64",
        "System.Diagnostics.Stopwatch::GetTimestamp", "System.Diagnostics.Stopwatch::StartNew", "System.Diagnostics.Stopwatch::.ctor",
        "System.TimeProvider::get_System", "System.Security.Cryptography.RandomNumberGenerator::Create",
        "System.Security.Cryptography.RandomNumberGenerator::Fill", "System.Security.Cryptography.RandomNumberGenerator::GetBytes",
        "System.Security.Cryptography.RandomNumberGenerator::GetInt32",
    ];

    /// <summary>Calls of a module that read a clock, sleep, or make something up.</summary>
    public static IEnumerable<string> Check(ModuleDefinition module) =>
        from type in TypeUse.TopLevel(module)
        from call in TypeUse.Calls(type)
        let name = $"{call.Called.DeclaringType.FullName}::{call.Called.Name}"
        where Forbidden.Contains(name) || IsHiddenClock(name, call.Called) || IsUnseeded(name, call.Called)
        select $"{type.FullName} calls {name}";

    // These take a TimeProvider in one overload and the system's clock in the others.
    private static bool IsHiddenClock(string name, MethodReference called) =>
        name is "System.Threading.Tasks.Task::Delay" or "System.Threading.PeriodicTimer::.ctor" or "System.Threading.Timer::.ctor"
            or "System.Threading.CancellationTokenSource::CancelAfter"
        && !called.Parameters.Any(p => p.ParameterType.FullName == "System.TimeProvider");

    private static bool IsUnseeded(string name, MethodReference called) => name == "System.Random::.ctor" && called.Parameters.Count == 0;
}

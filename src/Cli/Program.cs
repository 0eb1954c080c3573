Console.WriteLine("convgpu");

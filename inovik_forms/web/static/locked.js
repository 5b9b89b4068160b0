/* The page for signing in on a shared phone: nobody is signed in, so what lies on the device opens for nobody. */

import { lock } from "./shelf.js";

lock();
